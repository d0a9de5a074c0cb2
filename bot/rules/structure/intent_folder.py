"""An intent stands in the folder of its name."""

from collections.abc import Collection, Iterator

from bot.errors import Problem
from bot.load_checks import Documents, content, folder_name
from bot.rules.rule import OURS, FilesRule


def check(documents: Documents, _: Collection[str]) -> Iterator[Problem]:
    for folder, document in documents.intents.items():
        name = content(document).get("intent", "")
        expected = folder_name(name)
        if name and expected != folder:
            message = f"the intent {name!r} is in the folder {folder!r}"
            cure = f"Rename the folder to {expected!r}, or the intent"
            yield Problem(document.file, document.line("intent"), message, cure)


RULE = FilesRule(
    id="intent-folder",
    reason="Files of an intent, its handler and its tests are found by its name.",
    source=OURS,
    check=check,
)
