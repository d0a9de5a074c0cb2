"""Amazon Lex V2's model building API (`lexv2-models`), wholly ours: see `service.LexModels`.

Bots are kept as `bot.lex.definition` types, identified as the API identifies them. Every request is
read and checked by botocore's own shapes, every time is the simulated clock's, and each write
replaces one frozen value: nothing is ever half done.

`settings` is light. What `service` imports costs a fifth of a second: the account imports it when
it is first asked for a bot.
"""
