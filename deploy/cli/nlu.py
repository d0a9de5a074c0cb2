"""`ground nlu`: how well the recognizer understands what people say."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text

from bot.load import load_bot
from bot.model import Bot
from bot.runtime.recognizer import build_recognizer
from bot.testing.nlu import evaluate, load_cases, render
from deploy.build import example_values
from deploy.local.processes import checkout

SENTENCES = Path("tests/nlu")


def nlu(
    paraphrases: Annotated[
        Path | None,
        typer.Argument(help="A folder of paraphrase files; those of the locale without it."),
    ] = None,
    locale: Annotated[
        str, typer.Option(help="Locale of the sentences (de_DE); the bot's first one without it.")
    ] = "",
) -> None:
    """Print accuracy per intent, and every sentence that was not understood."""
    bot = load_bot(checkout() / "intents", example_values(checkout()))
    folder = paraphrases or checkout() / _folder(bot, locale)
    report = evaluate(build_recognizer(bot), load_cases(folder), locale or bot.locales[0].id)
    Console().print(Text(render(report)), soft_wrap=True)


def _folder(bot: Bot, locale: str) -> Path:
    """Those of the first locale, which are older, stand in a folder without its name."""
    is_first = locale in ("", bot.locales[0].id)
    return SENTENCES / ("paraphrases" if is_first else locale)
