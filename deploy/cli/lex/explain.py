"""`ground lex explain`: why a turn went where it went."""

import json
from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text

from deploy.cli import target_options as options


def explain(
    sentences: Annotated[
        list[str], typer.Argument(help="What is said, one turn an argument, in one session.")
    ],
    bot: options.BotFile = None,
    locale: options.Locale = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print it as JSON.")] = False,
) -> None:
    """Print what was recognised, with which confidence, and every step that the dialog took.

    Where a function would be asked, the dialog goes on as configured.
    """
    from bot.runtime.recognizer import build_recognizer  # noqa: PLC0415 - only for who asks
    from bot.testing import explaining  # noqa: PLC0415 - as above
    from deploy.hearing import models  # noqa: PLC0415 - as above
    from deploy.testing.bots import subject  # noqa: PLC0415 - as above

    of = subject(bot)
    language = of.locale(locale)
    recognizer = build_recognizer(of.spoken(language), models=models())
    turns = explaining.explain(of.lex, recognizer, language, sentences)
    if as_json:
        found = [explaining.explained_json(turn) for turn in turns]
        print(json.dumps(found, indent=2, ensure_ascii=False))
        return
    text = "\n\n".join(map(explaining.explained_text, turns))
    Console().print(Text(text), soft_wrap=True)
