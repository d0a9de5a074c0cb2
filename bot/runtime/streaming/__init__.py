"""StartConversation: one conversation over one HTTP/2 stream, text both ways."""

from bot.runtime.streaming.conversation import DEFAULT_PACE, Conversation, Pace
from bot.runtime.streaming.events import encode_exception
from bot.runtime.streaming.transport import Stream, check_streaming

__all__ = [
    "DEFAULT_PACE",
    "Conversation",
    "Pace",
    "Stream",
    "check_streaming",
    "encode_exception",
]
