"""An intent stands in the folder of its name."""

import re
from collections import Counter
from collections.abc import Collection, Iterator

from bot.errors import Problem
from bot.load_checks import RESERVED_FOLDERS, Documents, content, folder_name
from bot.rules.rule import OURS, FilesRule


def check(documents: Documents, _: Collection[str]) -> Iterator[Problem]:
    names = {folder: content(one).get("intent", "") for folder, one in documents.intents.items()}
    sharing = Counter(folder_name(name) for name in set(names.values()))
    for folder, document in documents.intents.items():
        name = names[folder]
        expected = folder_name(name)
        is_numbered = sharing[expected] > 1 or expected in RESERVED_FOLDERS
        if is_numbered and re.fullmatch(rf"{expected}_[0-9]+", folder):
            continue
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
