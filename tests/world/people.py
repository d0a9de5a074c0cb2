"""People of the example policy, at a terminal of the running world."""

from channels.terminal.talk import Talk, session_id, speaker
from deploy.local.clients import conversation
from tests.world.conftest import RunningWorld


def terminal_of(
    world: RunningWorld, person: str, name: str = "test", locale: str = "en_US"
) -> Talk:
    """A talk whose waiting moves the world's clock instead of sleeping."""
    talks = conversation(world.address, "terminal")
    return Talk(
        talks,
        speaker(person, locale),
        session_id(person, name),
        talks.language(locale),
        wait=lambda _: world.advance(15),
    )
