"""What the page says by itself, in every language, as a module of the page.

It is there before the page reaches a server: a page that cannot must say so in words too.
"""

import json

from bot.model import Bot, Sentence

PREFIX = "page_"
_HEAD = """// What the page itself says: `make generate` writes it from the page_ replies.

export const WORDS = """


def page_words(bot: Bot) -> str:
    """The text of channels/web/static/words.js."""
    words = {
        locale.id: {
            id_: _forms(sentence)
            for id_, sentence in locale.replies.items()
            if id_.startswith(PREFIX)
        }
        for locale in bot.locales
    }
    return f"{_HEAD}{json.dumps(words, indent=2, ensure_ascii=False)};\n"


def _forms(sentence: Sentence) -> str | dict[str, str]:
    if not sentence.one:
        return sentence.other
    return {"one": sentence.one, "other": sentence.other}
