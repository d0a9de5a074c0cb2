"""`ground nlu`: how well the recognizer understands what people say."""

import json
import sys
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.text import Text

from bot.model import Bot
from deploy.cli import target_options as options
from deploy.errors import SettingInvalid
from deploy.local.processes import checkout

if TYPE_CHECKING:
    from bot.testing.nlu import NluReport
    from deploy.testing.bots import Subject

SENTENCES = Path("tests/nlu")
_FALLBACK = "AMAZON.FallbackIntent"


def nlu(  # noqa: PLR0913, PLR0917 - each is an option
    paraphrases: Annotated[
        Path | None,
        typer.Argument(help="A folder of paraphrase files; those of the locale without it."),
    ] = None,
    locale: Annotated[
        str, typer.Option(help="Locale of the sentences (de_DE); the bot's first one without it.")
    ] = "",
    bot: options.BotFile = None,
    folds: Annotated[
        int,
        typer.Option(
            min=0, max=20, help="Cross-validate the definition's own utterances, in so many folds."
        ),
    ] = 0,
    out_of_scope: Annotated[
        Path | None, typer.Option(help="A sentence a line that must be the fallback intent.")
    ] = None,
    as_markdown: Annotated[
        bool, typer.Option("--markdown", help="For a pull request's comment.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print it as JSON.")] = False,
    at_least: Annotated[
        int, typer.Option(min=0, max=100, help="Per cent of intents right, else exit code 1.")
    ] = 0,
) -> None:
    """Print precision and recall per intent and slot, and every sentence that was not understood.

    With --folds nobody writes sentences: each template is left out once, and what it can say is
    put to a recognizer that never saw it.
    """
    from bot.testing.nlu_showing import markdown, render, report_json  # noqa: PLC0415 - as below
    from deploy.testing.bots import subject  # noqa: PLC0415 - only for who measures

    if bot is not None and not (folds or paraphrases or out_of_scope):
        raise SettingInvalid("say what to measure with --bot: a folder, --folds or --out-of-scope")
    if folds == 1:
        raise SettingInvalid("--folds 1 leaves nothing to learn from: use 2 or more")
    sentences = None if out_of_scope is None else _lines(out_of_scope)
    of = subject(bot)
    language = of.locale(locale)
    report = _measured(of, language, paraphrases, folds, sentences)
    if as_json:
        print(json.dumps(report_json(report), indent=2, ensure_ascii=False))
    elif as_markdown:
        print(markdown(report, f"What {of.bot.name} understands, {language}"))
    else:
        Console().print(Text(render(report)), soft_wrap=True)
    sys.exit(1 if report.total.intent_accuracy * 100 < at_least else 0)


def _measured(
    of: "Subject", locale: str, paraphrases: Path | None, folds: int, sentences: list[str] | None
) -> "NluReport":
    from bot.runtime.recognizer import (  # noqa: PLC0415 - only for who measures
        Recognizer,
        build_recognizer,
    )
    from bot.testing import nlu as measuring  # noqa: PLC0415 - as above
    from bot.testing.utterances import Neighbours, cross_validate  # noqa: PLC0415 - as above
    from deploy.hearing import models  # noqa: PLC0415 - as above

    def build(bot: Bot) -> Recognizer:
        spoken = tuple(one for one in bot.locales if one.id == locale)
        return build_recognizer(replace(bot, locales=spoken), models=models())

    whole = cache(lambda: build(of.bot))
    nearest = Neighbours(of.bot, locale).nearest
    if folds:
        report = measuring.report_of(cross_validate(of.bot, locale, folds, build), nearest)
    elif of.definition is None and paraphrases is None:
        report = measuring.report_of([])
    else:
        cases = measuring.load_cases(paraphrases or checkout() / _folder(of.bot, locale))
        report = measuring.evaluate(whole(), cases, locale, nearest)
    if sentences is None:
        return report
    fallback = next((one.name for one in of.bot.intents if one.builtin == _FALLBACK), "")
    escapes = measuring.out_of_scope(whole(), sentences, locale, fallback)
    return replace(report, out_of_scope=len(sentences), escapes=escapes)


def _lines(path: Path) -> list[str]:
    """Sentences, a line each; empty lines and those that begin with # are none."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingInvalid(f"{path} cannot be read: {error}") from error
    found = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
    if not found:
        raise SettingInvalid(f"{path} has no sentence: write one a line")
    return found


def _folder(bot: Bot, locale: str) -> Path:
    """Those of the first locale, which are older, stand in a folder without its name."""
    is_first = locale == bot.locales[0].id
    return SENTENCES / ("paraphrases" if is_first else locale)
