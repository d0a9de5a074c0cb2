"""`ground diff`: what the definition says now that it did not say at a revision."""

import json
from enum import StrEnum
from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text

from bot.lex.comparing import compare
from bot.lex.compiling import compile_lex
from deploy.build import example_names
from deploy.local.processes import checkout
from deploy.publish.definitions.comparing import compare_definitions
from deploy.publish.definitions.revision import definition_at, definition_of, short_name
from deploy.publish.definitions.showing import (
    Difference,
    difference_github,
    difference_json,
    difference_text,
)


class Form(StrEnum):
    TEXT = "text"
    GITHUB = "github"
    JSON = "json"


def diff(
    revision: Annotated[str, typer.Argument(help="A branch, tag or commit: main, HEAD~1.")],
    form: Annotated[
        Form, typer.Option("--format", help="github: Markdown for a pull request's comment.")
    ] = Form.TEXT,
    as_json: Annotated[bool, typer.Option("--json", help="The same as --format json.")] = False,
) -> None:
    """Compare the definition with the one at REVISION: in our files' words, and as Lex has it.

    Live slot types hold the example world's services on both sides: no account is asked.
    """
    root = checkout()
    names = example_names(root)
    after = definition_of(root, names)
    before = definition_at(root, revision, names)
    difference = Difference(
        short_name(root, revision),
        compare_definitions(before, after),
        compare(compile_lex(before), compile_lex(after)),
    )
    if as_json or form is Form.JSON:
        print(json.dumps(difference_json(difference), indent=2, ensure_ascii=False))
    elif form is Form.GITHUB:
        print(difference_github(difference))
    else:
        Console().print(Text(difference_text(difference)), soft_wrap=True)
