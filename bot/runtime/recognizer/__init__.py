"""Text to intent and slots, behind a Protocol that a better recognizer will implement."""

from bot.runtime.recognizer.protocol import NO_HINTS, Eliciting, Hints, Recognizer
from bot.runtime.recognizer.recognizer import build_recognizer

__all__ = ["NO_HINTS", "Eliciting", "Hints", "Recognizer", "build_recognizer"]
