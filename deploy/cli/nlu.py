"""`ground nlu`: how well the recognizer understands what people say."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text

from bot.load import load_bot
from bot.runtime.recognizer import build_recognizer
from bot.testing.nlu import evaluate, load_cases, render
from deploy.build import example_values
from deploy.local.processes import checkout


def nlu(
    paraphrases: Annotated[Path, typer.Argument(help="A folder of paraphrase files.")] = checkout()
    / "tests/nlu/paraphrases",
    locale: Annotated[str, typer.Option(help="Locale of the sentences.")] = "en_US",
) -> None:
    """Print accuracy per intent, and every sentence that was not understood."""
    bot = load_bot(checkout() / "intents", example_values(checkout()))
    report = evaluate(build_recognizer(bot), load_cases(paraphrases), locale)
    Console().print(Text(render(report)), soft_wrap=True)
