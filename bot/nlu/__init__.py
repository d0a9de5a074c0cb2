"""Language understanding, trained from a definition: which intent, how sure, which slots.

Pure and offline: a training set in, a model out; a text in, readings out. `bot.nlu.lex` makes the
training set out of a locale of a Lex V2 bot, `bot.nlu.storage` keeps a trained model.
"""

from bot.nlu.examples import IntentExamples, SlotText, TrainingSet, Utterance
from bot.nlu.model import Model, Understood
from bot.nlu.settings import Settings
from bot.nlu.tagger import Span
from bot.nlu.training import train

__all__ = [
    "IntentExamples",
    "Model",
    "Settings",
    "SlotText",
    "Span",
    "TrainingSet",
    "Understood",
    "Utterance",
    "train",
]
