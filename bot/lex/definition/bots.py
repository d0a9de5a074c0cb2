"""A bot and its locales, as Bot.json, BotLocale.json and CustomVocabulary.json hold them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from bot.lex.definition.intents import LexIntent
from bot.lex.definition.knowledge import GenerativeAiSettings
from bot.lex.definition.slots import LexSlotType
from bot.lex.definition.spelling import spelled

VoiceEngine = Literal["standard", "neural", "long-form", "generative"]


@dataclass(frozen=True)
class VoiceSettings:
    engine: VoiceEngine | None = None
    voice_id: str | None = None


@dataclass(frozen=True)
class SpeechFoundationModel:
    model_arn: str | None = None
    voice_id: str | None = None


@dataclass(frozen=True)
class UnifiedSpeech:
    speech_foundation_model: SpeechFoundationModel | None = None


@dataclass(frozen=True)
class DeepgramConfiguration:
    api_token_secret_arn: str | None = None
    model_id: str | None = None


@dataclass(frozen=True)
class SpeechModelConfiguration:
    deepgram_config: DeepgramConfiguration | None = None


@dataclass(frozen=True)
class SpeechRecognition:
    speech_model_preference: Literal["Standard", "Neural", "Deepgram", "Advanced"] | None = None
    speech_model_config: SpeechModelConfiguration | None = None


@dataclass(frozen=True)
class CustomVocabularyItem:
    """`weight` 0 to 3: how much the phrase is preferred when speech is heard."""

    item_id: str | None = None
    phrase: str | None = None
    weight: int | None = None
    display_as: str | None = None


@dataclass(frozen=True)
class CustomVocabulary:
    custom_vocabulary_items: tuple[CustomVocabularyItem, ...] | None = None


@dataclass(frozen=True)
class LexLocale:
    """BotLocale.json, with what stands in files below it."""

    name: str | None = spelled(api="localeName")
    identifier: str | None = spelled(api="localeId")
    version: str | None = spelled(api="botVersion")
    description: str | None = None
    voice_settings: VoiceSettings | None = None
    nlu_confidence_threshold: float | None = spelled(api="nluIntentConfidenceThreshold")
    generative_ai_settings: GenerativeAiSettings | None = spelled(both="generativeAISettings")
    unified_speech_settings: UnifiedSpeech | None = None
    speech_recognition_settings: SpeechRecognition | None = None
    speech_detection_sensitivity: str | None = None
    intents: Mapping[str, LexIntent] = field(default_factory=dict, metadata={"file": True})
    slot_types: Mapping[str, LexSlotType] = field(default_factory=dict, metadata={"file": True})
    custom_vocabulary: CustomVocabulary | None = field(default=None, metadata={"file": True})


@dataclass(frozen=True)
class DataPrivacy:
    child_directed: bool | None = None


@dataclass(frozen=True)
class ErrorLogSettings:
    enabled: bool | None = None


@dataclass(frozen=True)
class LexBot:
    """Bot.json and its locales."""

    name: str | None = spelled(api="botName")
    version: str | None = spelled(api="botVersion")
    description: str | None = None
    identifier: str | None = spelled(api="botId")
    data_privacy: DataPrivacy | None = None
    idle_session_ttl_in_seconds: int | None = spelled(both="idleSessionTTLInSeconds")
    error_log_settings: ErrorLogSettings | None = None
    locales: Mapping[str, LexLocale] = field(default_factory=dict, metadata={"file": True})
    """Locale id -> locale."""
