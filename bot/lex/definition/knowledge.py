"""Settings of built-in intents and models that answer from documents: carried, never run here."""

from dataclasses import dataclass
from typing import Literal

from bot.lex.definition.spelling import spelled


@dataclass(frozen=True)
class KendraConfiguration:
    kendra_index: str | None = None
    query_filter_string_enabled: bool | None = None
    query_filter_string: str | None = None


@dataclass(frozen=True)
class ExactResponseFields:
    question_field: str | None = None
    answer_field: str | None = None


@dataclass(frozen=True)
class OpensearchConfiguration:
    domain_endpoint: str | None = None
    index_name: str | None = None
    exact_response: bool | None = None
    exact_response_fields: ExactResponseFields | None = None
    include_fields: tuple[str, ...] | None = None


@dataclass(frozen=True)
class QnaKendraConfiguration:
    kendra_index: str | None = None
    query_filter_string_enabled: bool | None = None
    query_filter_string: str | None = None
    exact_response: bool | None = None


@dataclass(frozen=True)
class BedrockKnowledgeStore:
    bedrock_knowledge_base_arn: str | None = None
    exact_response: bool | None = None
    exact_response_fields: ExactResponseFields | None = None


@dataclass(frozen=True)
class DataSource:
    opensearch_configuration: OpensearchConfiguration | None = None
    kendra_configuration: QnaKendraConfiguration | None = None
    bedrock_knowledge_store_configuration: BedrockKnowledgeStore | None = None


@dataclass(frozen=True)
class BedrockGuardrail:
    identifier: str | None = None
    version: str | None = None


@dataclass(frozen=True)
class BedrockModel:
    model_arn: str | None = None
    guardrail: BedrockGuardrail | None = None
    trace_status: Literal["ENABLED", "DISABLED"] | None = None
    custom_prompt: str | None = None


@dataclass(frozen=True)
class QnaConfiguration:
    data_source_configuration: DataSource | None = None
    bedrock_model_configuration: BedrockModel | None = None


@dataclass(frozen=True)
class BedrockAgent:
    bedrock_agent_id: str | None = None
    bedrock_agent_alias_id: str | None = None


@dataclass(frozen=True)
class BedrockAgentKnowledgeBase:
    bedrock_knowledge_base_arn: str | None = None
    bedrock_model_configuration: BedrockModel | None = None


@dataclass(frozen=True)
class BedrockAgentConfiguration:
    bedrock_agent_configuration: BedrockAgent | None = None
    bedrock_agent_intent_knowledge_base_configuration: BedrockAgentKnowledgeBase | None = None


@dataclass(frozen=True)
class QInConnectAssistant:
    assistant_arn: str | None = None


@dataclass(frozen=True)
class QInConnectConfiguration:
    q_in_connect_assistant_configuration: QInConnectAssistant | None = None


@dataclass(frozen=True)
class Knowledge:
    """The four built-in intents that answer from documents; an intent has at most one."""

    kendra_configuration: KendraConfiguration | None = spelled(yaml="kendra")
    qna_intent_configuration: QnaConfiguration | None = spelled(
        both="qnAIntentConfiguration", yaml="qna"
    )
    bedrock_agent_intent_configuration: BedrockAgentConfiguration | None = spelled(
        yaml="bedrock_agent"
    )
    q_in_connect_intent_configuration: QInConnectConfiguration | None = spelled(yaml="q_in_connect")


@dataclass(frozen=True)
class ModelSwitch:
    """A generative helper, and the model that it uses."""

    enabled: bool | None = None
    bedrock_model_specification: BedrockModel | None = None


@dataclass(frozen=True)
class BuildtimeSettings:
    descriptive_bot_builder: ModelSwitch | None = None
    sample_utterance_generation: ModelSwitch | None = None


@dataclass(frozen=True)
class IntentDisambiguation:
    """Asks which of two to five intents was meant (default three)."""

    enabled: bool | None = None
    max_disambiguation_intents: int | None = None
    custom_disambiguation_message: str | None = None


@dataclass(frozen=True)
class NluImprovement:
    enabled: bool | None = None
    assisted_nlu_mode: Literal["Primary", "Fallback", "DialogManager"] | None = None
    intent_disambiguation_settings: IntentDisambiguation | None = None


@dataclass(frozen=True)
class RuntimeSettings:
    """Exports say `...Specification` where the API does not."""

    slot_resolution_improvement: ModelSwitch | None = spelled(
        archive="slotResolutionImprovementSpecification"
    )
    nlu_improvement: NluImprovement | None = spelled(archive="nluImprovementSpecification")


@dataclass(frozen=True)
class GenerativeAiSettings:
    runtime_settings: RuntimeSettings | None = None
    buildtime_settings: BuildtimeSettings | None = None
