"""The Lambda function of the published bot in test_published_process."""

from typing import Any


def handle(event: Any, context: Any) -> Any:
    """Says which version was asked, and for what."""
    state, bot = event["sessionState"], event["bot"]
    intent = state["intent"]
    if event["invocationSource"] == "DialogCodeHook":
        return {"sessionState": {**state, "dialogAction": {"type": "Delegate"}}}
    size = intent["slots"].get("size")
    value = size["value"]["interpretedValue"] if size else "nothing"
    text = f"{bot['name']} {bot['version']} {bot['aliasName']}: {intent['name']} {value}"
    closed = {"dialogAction": {"type": "Close"}, "intent": {**intent, "state": "Fulfilled"}}
    return {
        "sessionState": closed,
        "messages": [{"contentType": "PlainText", "content": text}],
    }
