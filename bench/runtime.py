"""What the Lex endpoint itself costs: `python -m bench.runtime [turns]`.

Prints the median and the 95th percentile, in milliseconds, of one RecognizeText turn with the
real definition and recognizer and a code hook that answers at once, in this process: by a kept
`http.client` connection, and by boto3, which signs and parses; and of hearing alone. The variable
GROUND_EMBEDDING chooses with what it hears (words, sentences).
"""

import http.client
import json
import statistics
import sys
import time
from collections.abc import Callable, Mapping
from typing import Any

import boto3

from bot.definition import Definition
from bot.lex.compiling import compile_dialogs
from bot.load import load_bot
from bot.runtime.app import LexRuntime
from bot.runtime.recognizer import build_recognizer
from bot.runtime.registry import BotDeployment, Registry
from bot.runtime.server import background, leave
from bot.runtime.sessions import Sessions
from deploy.build import example_values
from deploy.hearing import models
from deploy.local.processes import checkout

BOT_ID, ALIAS_ID, LOCALE = "GROUNDCTRL", "TSTALIASID", "en_US"
SENTENCES = (
    "help",
    "which version of orders is live in staging",
    "tell me please whether the gateway still feels well",
    "sldkfj owieru",
)


def main(turns: int) -> None:
    bot = load_bot(checkout() / "intents", example_values(checkout()))
    recognizer = build_recognizer(bot, models=models())
    lex = compile_dialogs(Definition(bot))
    served = BotDeployment(BOT_ID, bot.name, ALIAS_ID, lex, recognizer, answer_at_once)
    app = LexRuntime(Registry([served]), Sessions(time.monotonic))
    print(f"{'sentence':45} {'client':12} {'median':>8} {'p95':>8}   (ms, {turns} turns)")
    with background(app) as port:
        for sentence in SENTENCES:
            ways = (
                ("hearing", lambda text: recognizer.recognize(text, locale=LOCALE)),
                ("http.client", by_http(port)),
                ("boto3", by_boto3(port)),
            )
            for name, say in ways:
                print(f"{sentence:45} {name:12} {measured(say, sentence, turns)}")
    app.close()


def answer_at_once(event: Mapping[str, object]) -> object:
    state: Any = event["sessionState"]
    if event["invocationSource"] == "DialogCodeHook":
        return {"sessionState": {"dialogAction": {"type": "Delegate"}, "intent": state["intent"]}}
    closed = {**state["intent"], "state": "Fulfilled"}
    message = {"contentType": "PlainText", "content": "Done."}
    return {
        "sessionState": {"dialogAction": {"type": "Close"}, "intent": closed},
        "messages": [message],
    }


def by_http(port: int) -> Callable[[str], object]:
    connection = http.client.HTTPConnection("127.0.0.1", port)
    path = f"/bots/{BOT_ID}/botAliases/{ALIAS_ID}/botLocales/{LOCALE}/sessions/bench:http/text"

    def say(text: str) -> object:
        connection.request("POST", path, json.dumps({"text": text}).encode())
        response = connection.getresponse()
        document = json.loads(response.read())
        if response.status != 200:
            raise RuntimeError(f"the turn failed: {document}")
        return document

    return say


def by_boto3(port: int) -> Callable[[str], object]:
    client = boto3.client(
        "lexv2-runtime",
        endpoint_url=f"http://127.0.0.1:{port}",
        region_name="us-east-1",
        aws_access_key_id="bench",
        aws_secret_access_key="bench",  # noqa: S106 - the local endpoint checks no signature
    )

    def say(text: str) -> object:
        return client.recognize_text(
            botId=BOT_ID,
            botAliasId=ALIAS_ID,
            localeId=LOCALE,
            sessionId="bench:boto3",
            text=text,
        )

    return say


def measured(say: Callable[[str], object], sentence: str, turns: int) -> str:
    say(sentence)
    times = sorted(one(say, sentence) for _ in range(turns))
    return f"{statistics.median(times):8.2f} {times[int(len(times) * 0.95)]:8.2f}"


def one(say: Callable[[str], object], sentence: str) -> float:
    began = time.perf_counter()
    say(sentence)
    return (time.perf_counter() - began) * 1000


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 300)
    leave(0)
