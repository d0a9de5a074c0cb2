"""What stands in for a bot's Lambda function where there is no Lambda: code of this machine, a URL,
or nothing at all. Each is a `CodeHook`, and fails as an invocation by Lex would.
"""

from bot.runtime.functions.delegating import Delegating
from bot.runtime.functions.local import LocalFunction
from bot.runtime.functions.posted import PostedFunction

__all__ = ["Delegating", "LocalFunction", "PostedFunction"]
