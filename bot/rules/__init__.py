"""Checks of a whole definition against what the platforms accept, and we: one rule a file.

structure/  what a definition needs to be one: these run whenever it is loaded
lex/        what Lex V2 takes
alexa/      what an Alexa skill takes
slack/      what a Slack app takes
house/      what we ask for

`bot.rules.checking` runs them, `bot.rules.catalogue` lists them. Kept empty: loading a definition
needs few of them.
"""
