"""The Lex V2 protocol: JSON, headers, Lambda contract. Nothing else knows those keys."""

from bot.lex.code_hook import BotIdentity, HookContext, code_hook_event, hook_answer

__all__ = ["BotIdentity", "HookContext", "code_hook_event", "hook_answer"]
