"""Phrases that intents share: `<name>` in a template stands for a template of the locale.

`restart {service} <where>` with `where: "[(in|on) {environment}]"`. Put in as text, so that all
that follows sees one template.
"""

import re
from collections.abc import Iterable, Mapping

from bot.errors import TemplateError

_REFERENCE = re.compile(r"(?<!\\)<([a-z][a-z0-9_]*)>")
MAX_LENGTH = 20_000
"""Characters of a template with its phrases: more is a circle, or nothing that a person reads."""


def with_phrases(templates: Iterable[str], phrases: Mapping[str, str]) -> tuple[str, ...]:
    """`templates` with their phrases put in. Raises TemplateError, as `with_phrase` does."""
    return tuple(with_phrase(template, phrases) for template in templates)


def with_phrase(template: str, phrases: Mapping[str, str]) -> str:
    """`template` with every phrase put in, those inside of phrases too.

    Raises TemplateError for a phrase that there is not, and for one that holds itself.
    """
    found = template
    while match := _REFERENCE.search(found):
        name = match[1]
        if name not in phrases:
            raise TemplateError(template, template.find(f"<{name}>"), f"no phrase {name!r}")
        found = found[: match.start()] + phrases[name] + found[match.end() :]
        if len(found) > MAX_LENGTH:
            message = f"the phrase {name!r} holds itself, or is far too long,"
            raise TemplateError(template, max(0, template.find("<")), message)
    return found


def phrase_names(template: str) -> tuple[str, ...]:
    """The phrases that `template` itself names, each once."""
    return tuple(dict.fromkeys(_REFERENCE.findall(template)))
