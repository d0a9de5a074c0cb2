"""What each platform takes, as data: one YAML file a platform.

For checks and compilers; nothing that runs in Lambda reads it.
"""

from bot.platforms.lex import LexPlatform, lex_platform

__all__ = ["LexPlatform", "lex_platform"]
