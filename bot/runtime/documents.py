"""What the API tells of a session, in its JSON: the same in bodies, in headers and in events."""

from bot.lex.wire import Json, interpretations_json, messages_json, session_state_json
from bot.runtime.registry import BotDeployment
from bot.runtime.sessions import Session


def session_state_document(session: Session) -> Json:
    return session_state_json(
        session.dialog,
        originating_request_id=session.request_id,
        hints=session.hints,
    )


def interpretations_document(
    deployment: BotDeployment, locale: str, session: Session
) -> list[Json]:
    definition = deployment.definitions[locale]
    return interpretations_json(definition, session.dialog, session.interpretations)


def session_document(deployment: BotDeployment, locale: str, session: Session) -> Json:
    """Messages, interpretations and state."""
    return {
        "messages": messages_json(session.messages),
        "interpretations": interpretations_document(deployment, locale, session),
        "sessionState": session_state_document(session),
    }
