"""Joining the world that runs, or starting an ephemeral one."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from deploy.local.joining import Address, running
from deploy.local.up import Options, OwnAccount, start

Tell = Callable[[str], None]


@contextmanager
def world(home: Path, tell: Tell, locale: str = "") -> Iterator[Address]:
    """The running world's address; without one, an ephemeral world that ends with the block.

    `locale`: of the ephemeral world, see `deploy.local.up.Options`.
    """
    address = running(home)
    if address:
        yield address
        return
    with started(tell, locale) as address:
        yield address


@contextmanager
def started(tell: Tell, locale: str = "") -> Iterator[Address]:
    """An ephemeral world, because none runs: nobody else uses it."""
    tell("No local world runs (`make run` starts one): starting an ephemeral one.")
    with ephemeral(tell, locale=locale) as address:
        yield address


@contextmanager
def ephemeral(tell: Tell, own: OwnAccount | None = None, locale: str = "") -> Iterator[Address]:
    """A world on free ports in a folder of its own, gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="ground-") as folder:
        made = start(Options(home=Path(folder), locale=locale), tell, own)
        try:
            yield made.address
        finally:
            made.stop()
