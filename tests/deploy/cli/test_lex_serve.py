"""`ground lex serve` as a process: real exports talk through boto3 and the AWS CLI."""

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.config import Config

from tests.bot.lex.real import REAL, real

ROOT = Path(__file__).resolve().parents[3]
ENVIRONMENT = {
    **{name: value for name, value in os.environ.items() if not name.startswith("AWS_")},
    "AWS_ACCESS_KEY_ID": "local",
    "AWS_SECRET_ACCESS_KEY": "local",
    "AWS_DEFAULT_REGION": "us-east-1",
    "AWS_CONFIG_FILE": os.devnull,
    "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
}
HANDLER = """
def handle(event, context):
    intent = event["sessionState"]["intent"]
    attributes = {**event["sessionState"]["sessionAttributes"], "bot": event["bot"]["name"]}
    if event["invocationSource"] == "DialogCodeHook":
        state = {"dialogAction": {"type": "Delegate"}, "intent": intent}
        return {"sessionState": {**state, "sessionAttributes": attributes}}
    if intent["name"] in ("LoanCalculator", "SearchHotel"):
        raise ValueError("the loan is 4711")
    done = {**intent, "state": "Fulfilled"}
    state = {"dialogAction": {"type": "Close"}, "intent": done, "sessionAttributes": attributes}
    return {"sessionState": state}
"""


@dataclass(frozen=True)
class Serving:
    url: str
    printed: str

    def bot_id(self, name: str) -> str:
        found = re.search(rf"^{name}  bot (\w{{10}}),", self.printed, re.MULTILINE)
        assert found
        return found[1]

    def client(self) -> Any:
        return boto3.client(
            "lexv2-runtime",
            endpoint_url=self.url,
            region_name="us-east-1",
            aws_access_key_id="local",
            aws_secret_access_key="local",
            config=Config(retries={"total_max_attempts": 1}, read_timeout=20),
        )


@pytest.fixture(scope="module")
def serving(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    folder = tmp_path_factory.mktemp("function")
    (folder / "handler.py").write_text(HANDLER, encoding="utf-8")
    exports = [str(real(name)) for name in REAL]
    command = [str(Path(sys.executable).with_name("ground")), "lex", "serve", *exports]
    options = ["--lambda", "handler:handle", "--alias", "live=LIVEALIAS1", "--port", "0"]
    environment = {**ENVIRONMENT, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        [*command, *options], cwd=folder, env=environment, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        lines = [process.stdout.readline()]
        found = re.search(r"http://127\.0\.0\.1:\d+", lines[0])
        assert found
        # The last bot's last line is the call of boto3.
        while lines[-1] and not ("boto3.client(" in lines[-1] and "ReminderBot" in "".join(lines)):
            lines.append(process.stdout.readline())
        try:
            yield Serving(found[0], "".join(lines))
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(10)
    assert process.returncode == 0


def talk(serving: Serving, bot: str, *said: str, locale: str = "en_US") -> list[Any]:
    address = {"botAliasId": "TSTALIASID", "localeId": locale, "sessionId": f"{bot}.{len(said)}"}
    client = serving.client()
    return [client.recognize_text(botId=serving.bot_id(bot), text=text, **address) for text in said]


def texts(answer: Any) -> list[str]:
    return [message.get("content", "") for message in answer["messages"]]


def test_reminderbot_leaves_by_its_four_fallback_paths(serving: Serving) -> None:
    answers = talk(serving, "ReminderBot", "zork", "blarg", "qwop", "frob")
    first = [texts(answer)[0] for answer in answers]
    assert first[0].endswith("I am only able to set up reminders.")
    assert first[1].endswith("Which would you prefer?")
    assert "You can say things like" in first[2]
    assert first[3].startswith("One of our customer service agents")
    assert answers[3]["sessionState"]["dialogAction"]["type"] == "Close"


def test_reminderbot_asks_until_the_days_are_within_a_week(serving: Serving) -> None:
    answers = talk(serving, "ReminderBot", "send me an email", "9", "0", "3")
    assert "How many days before" in texts(answers[0])[1]
    assert "can't email more than a week" in texts(answers[1])[0]
    assert answers[1]["sessionState"]["intent"]["slots"] == {"DaysBefore": None}
    assert "the day before your appointment" in texts(answers[2])[0]
    assert texts(answers[3]) == [
        "No problem! Your email reminder has been set up for 3 days before your appointment."
    ]
    assert answers[3]["sessionState"]["sessionAttributes"]["bot"] == "ReminderBot"


def test_blogbots_old_flow_fills_its_slots(serving: Serving) -> None:
    answers = talk(serving, "BlogBot", "I want to book a hotel", "John", "2030-05-01")
    assert texts(answers[0]) == ["Please tell me your name"]
    assert texts(answers[1]) == ["Please tell me the date"]
    slots = answers[2]["sessionState"]["intent"]["slots"]
    assert slots["Date"]["value"]["interpretedValue"] == "2030-05-01"


def test_two_locales_of_one_bot(serving: Serving) -> None:
    (answer,) = talk(serving, "BlogBot", "x", locale="ko_KR")
    assert answer["sessionState"]["intent"]["name"] == "FallbackIntent"


@pytest.mark.parametrize(
    ("said", "state", "told"),
    [
        ("yes", "Fulfilled", ""),
        ("no", "InProgress", "Okay. Your loan application will not be submitted."),
    ],
)
def test_a_confirmation_is_asked_for_and_answered(
    serving: Serving, said: str, state: str, told: str
) -> None:
    client = serving.client()
    address: Any = {
        "botId": serving.bot_id("FSI-Agent"),
        "botAliasId": "LIVEALIAS1",
        "localeId": "en_US",
        "sessionId": f"loan.{said}",
    }
    slots = {"ClosingDate": {"value": {"interpretedValue": "2030-05-01"}}}
    loan = {"name": "LoanApplication", "slots": slots}
    asks = {"dialogAction": {"type": "ConfirmIntent"}, "intent": loan}
    client.put_session(**address, sessionState=asks)
    asked = client.get_session(**address)
    assert "with the close date of 2030-05-01?" in texts(asked)[0]
    answered = client.recognize_text(**address, text=said)
    assert answered["sessionState"]["intent"]["state"] == state
    assert "".join(texts(answered)).startswith(told)


def test_a_function_that_raises_takes_the_failure_path(serving: Serving) -> None:
    (answer,) = talk(serving, "FSI-Agent", "loan calculator")
    assert answer["sessionState"]["intent"]["state"] == "Failed"


def test_without_a_failure_path_the_call_fails_without_the_functions_words(
    serving: Serving,
) -> None:
    client = serving.client()
    with pytest.raises(client.exceptions.ClientError) as raised:
        talk(serving, "BlogBot", "search hotel in Seoul", "John", "010 1234 5678", "x")
    assert raised.value.response["Error"]["Code"] == "DependencyFailedException"
    assert "(ValueError)" in str(raised.value)
    assert "4711" not in str(raised.value)


def test_the_line_for_the_aws_cli_works_as_it_is_printed(serving: Serving) -> None:
    lines = [line.strip() for line in serving.printed.splitlines()]
    line = next(line for line in lines if line.startswith("aws lexv2-runtime"))
    tool = Path(sys.executable).with_name("aws")
    done = subprocess.run(
        [str(tool), *line.split()[1:], "--output", "json"],
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["sessionId"] == "me"
