"""`ground new-intent`: a folder, words, an example and a handler that pass the tests at once."""

import re
from dataclasses import dataclass
from pathlib import Path
from string import Template
from typing import Annotated

import typer
import yaml
from rich.console import Console
from rich.text import Text

from deploy.errors import DeployError
from deploy.generate import write
from deploy.local.processes import checkout

_SCAFFOLD = Path(__file__).with_name("scaffold")
_NAME = re.compile(r"[A-Z][a-z0-9]+(?:[A-Z][a-z0-9]+)+")
_SLOT = re.compile(r"([a-z][a-z0-9]*(?:_[a-z0-9]+)*):([A-Z][A-Za-z0-9]*)")


@dataclass(frozen=True)
class NewIntent:
    """What the person wants: PascalCase name of two words or more, and slots by name and type."""

    name: str
    summary: str
    slots: tuple[tuple[str, str], ...]
    locales: tuple[str, ...]
    """Of the bot: each gets a file of words, to be put into its language."""

    @property
    def folder(self) -> str:
        return re.sub(r"(?<!^)(?=[A-Z])", "_", self.name).lower()

    @property
    def phrase(self) -> str:
        return self.folder.replace("_", " ")


def new_intent(
    name: Annotated[str, typer.Argument(help="PascalCase, two words or more: ServiceOwner.")],
    summary: Annotated[str, typer.Option(help="One sentence: what it says.")],
    slot: Annotated[
        list[str] | None, typer.Option(help="A slot and its type: service:Service. Repeatable.")
    ] = None,
) -> None:
    """Make a new reading intent: contract, words, an example and its handler."""
    root = checkout()
    wanted = parse(root, name, summary, slot or [])
    files = contents(wanted)
    taken = [path for path in files if (root / path).exists()]
    if taken:
        raise DeployError(f"{', '.join(map(str, taken))} is there already: choose another name")
    console = Console()
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
        console.print(Text(f"  {path}"))
    for generated in write():
        console.print(Text(f"  {generated} (generated)"))
    console.print(f'Try it: `ground say "{wanted.phrase}"` (a world that runs: start it again).')


def parse(root: Path, name: str, summary: str, slots: list[str]) -> NewIntent:
    """Check what was asked for. Raises `DeployError` with every problem."""
    problems = []
    if not _NAME.fullmatch(name):
        problems.append(f"{name!r} is no intent name: PascalCase, two words or more (ServiceOwner)")
    if not summary.strip() or "\n" in summary:
        problems.append("the summary must be one sentence on one line")
    types = {path.stem: path for path in (root / "intents/slot_types").glob("*.yaml")}
    known = {yaml.safe_load(path.read_text(encoding="utf-8"))["type"] for path in types.values()}
    parsed = [_SLOT.fullmatch(slot) for slot in slots]
    for written, match in zip(slots, parsed, strict=True):
        if not match or match[2] not in known:
            problems.append(
                f"{written!r} is no slot: name:Type with one of {', '.join(sorted(known))}"
            )
    if problems:
        raise DeployError("\n".join(problems))
    bot = yaml.safe_load((root / "intents/bot.yaml").read_text(encoding="utf-8"))
    typed = tuple((match[1], match[2]) for match in parsed if match)
    return NewIntent(name, summary, typed, tuple(bot["locales"]))


def contents(wanted: NewIntent) -> dict[Path, str]:
    """Path relative to the checkout -> text of the new file."""
    folder = Path("intents") / wanted.folder
    with_slots = "".join(f" [{{{name}}}]" for name, _ in wanted.slots)
    ability = _scalar(wanted.summary)
    words = _fill("words.yaml", phrase=wanted.phrase, with_slots=with_slots, ability=ability)
    contract = _fill("intent.yaml", intent=wanted.name, summary=_scalar(wanted.summary))
    if wanted.slots:
        contract += "slots:\n" + "".join(
            f"  {name}: {{type: {kind}}}\n" for name, kind in wanted.slots
        )
    return {
        folder / "intent.yaml": contract,
        **{folder / f"{locale}.yaml": words for locale in wanted.locales},
        folder / "examples.yaml": _examples(wanted),
        **{folder / f"examples.{other}.yaml": _examples(wanted) for other in wanted.locales[1:]},
        Path("fulfillment/handlers") / f"{wanted.folder}.py": _handler(wanted),
    }


def _fill(name: str, **values: str) -> str:
    return Template((_SCAFFOLD / f"{name}.txt").read_text(encoding="utf-8")).substitute(values)


def _scalar(text: str) -> str:
    """A YAML scalar on one line, quoted where it must be."""
    return yaml.safe_dump(text, width=10_000, allow_unicode=True).removesuffix("\n...\n").strip()


def _examples(wanted: NewIntent) -> str:
    return f"- - say: {wanted.phrase}\n    intent: {wanted.name}\n"


def _handler(wanted: NewIntent) -> str:
    slots = [f"{name}: str | None = None" for name, _ in wanted.slots]
    parameters = ["turn: Turn", "fleet: Fleet", *(["*", *slots] if slots else [])]
    return _fill(
        "handler.py",
        summary=wanted.summary.replace('"', "'").replace("\\", "/"),
        parameters="".join(f"\n    {parameter}," for parameter in parameters),
    )
