"""`ground lex`: any Lex V2 bot on this machine. One file a verb."""

import typer

from deploy.cli.lex import chat, explain, record, serve

app = typer.Typer(help="Any Lex V2 bot on this machine.", no_args_is_help=True)
app.command("chat")(chat.chat)
app.command("explain")(explain.explain)
app.command("record")(record.record)
app.command("serve")(serve.serve)
