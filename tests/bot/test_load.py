"""Loading a definition: what it becomes; every problem is told with file, line and cure."""

import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.errors import DefinitionError, Problem
from bot.load import load_bot
from bot.model import SlotValue
from bot.templates import count
from tests.bot.definition import INTENTS, LIVE, product_bot

MISTAKES = yaml.safe_load(Path(__file__).with_name("mistakes.yaml").read_text(encoding="utf-8"))

FILES = {
    "bot.yaml": """
name: Small
summary: A bot for tests.
locales: [en_US]
voice: {engine: neural, id: Joanna}
session_ttl_seconds: 300
confidence_threshold: 0.4
""",
    "en_US.yaml": """
confirm: [yes, y]
deny: [no]
messages:
  confirmation_prompt: Sure?
  declined: OK.
  retries_exhausted: I give up.
""",
    "slot_types/size.yaml": """
type: Size
summary: How big.
resolution: restrict
values:
  small: [little]
  large: []
""",
    "fallback/intent.yaml": """
intent: Fallback
summary: Nothing else.
effect: read
access: {default: anyone}
builtin: AMAZON.FallbackIntent
""",
    "fallback/en_US.yaml": "utterances: []\n",
    "order_pizza/intent.yaml": """
intent: OrderPizza
summary: Order a pizza.
effect: change
access: {default: viewer, environment: {production: admin}}
slots:
  size: {type: Size, required: true, max_retries: 1}
""",
    "order_pizza/en_US.yaml": """
utterances:
  - (order|get) a [{size}] pizza
prompts:
  size:
    - Which size?
help: order a pizza
""",
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        write(tmp_path, name, text)
    return tmp_path


def write(root: Path, name: str, text: str) -> None:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text.removeprefix("\n"), encoding="utf-8")


def replace(root: Path, name: str, old: str, new: str) -> None:
    assert old in FILES[name]
    write(root, name, FILES[name].replace(old, new))


def problems(root: Path) -> list[Problem]:
    with pytest.raises(DefinitionError) as raised:
        load_bot(root, {})
    assert all(str(problem) in str(raised.value) for problem in raised.value.problems)
    return list(raised.value.problems)


def the_problem(root: Path) -> str:
    found = problems(root)
    assert len(found) == 1, found
    return str(found[0])


def test_a_small_bot_is_loaded(root: Path) -> None:
    bot = load_bot(root, {})
    intent = bot.intent("OrderPizza")
    assert intent is not None
    assert [found.name for found in bot.intents] == ["Fallback", "OrderPizza"]
    assert intent.access.environment == {"production": "admin"}
    assert (intent.slots[0].required, intent.slots[0].max_retries) == (True, 1)
    assert intent.words["en_US"].prompts == {"size": ("Which size?",)}
    assert bot.locales[0].confirm == ("yes", "y")
    assert bot.locales[0].voice_id == "Joanna"
    values = bot.slot_types[0].values
    assert values == (SlotValue("small", ("little",)), SlotValue("large"))


def test_live_values_fill_a_type_by_its_source(root: Path) -> None:
    live = "type: Size\nsummary: How big.\nresolution: expand\nsource: services\n"
    write(root, "slot_types/size.yaml", live)
    bot = load_bot(root, {"services": (SlotValue("huge"),)})
    assert bot.slot_types[0].values == (SlotValue("huge"),)
    assert "no live values were given for the source 'services'" in the_problem(root)


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: str(mistake["to"]).strip())
def test_a_mistake_is_told_with_file_line_and_cure(root: Path, mistake: dict[str, Any]) -> None:
    replace(root, mistake["file"], mistake["change"], mistake["to"])
    found = [str(problem) for problem in problems(root)]
    for line in mistake["problems"]:
        assert any(problem.startswith(line) for problem in found), found


def test_every_problem_of_every_file_is_told_at_once(root: Path) -> None:
    replace(root, "bot.yaml", "summary: A bot for tests.\n", "")
    replace(root, "en_US.yaml", "deny:", "denied:")
    replace(root, "order_pizza/en_US.yaml", "{size}", "{sise}")
    files = {problem.where for problem in problems(root)}
    assert files == {"bot.yaml", "en_US.yaml", "order_pizza/en_US.yaml"}


def test_a_missing_file_is_a_problem(root: Path) -> None:
    (root / "order_pizza/en_US.yaml").unlink()
    assert the_problem(root).startswith("order_pizza/en_US.yaml:1: the file is not there. Write it")


def test_a_template_that_is_too_long_is_a_problem_of_its_line(root: Path) -> None:
    template = f"zap {'[(aa|bb)] ' * 700}{{size}}"
    replace(root, "order_pizza/en_US.yaml", "(order|get) a [{size}] pizza", template)
    assert the_problem(root).startswith(
        "order_pizza/en_US.yaml:2: the template has 7010 characters, of at most 2000, at"
    )


def test_an_empty_file_is_a_problem(root: Path) -> None:
    write(root, "slot_types/size.yaml", "")
    assert "slot_types/size.yaml:1: the file is empty" in the_problem(root)


def test_a_file_in_another_encoding_is_a_problem(root: Path) -> None:
    (root / "bot.yaml").write_bytes(b"name: \xff\xfe")
    assert any(p.where == "bot.yaml" and "cannot be read" in p.message for p in problems(root))


def test_an_utterance_of_two_intents_is_told_after_slot_types_are_put_in(root: Path) -> None:
    """The slots have different names and the same type: to Lex it is one utterance."""
    intent = FILES["order_pizza/intent.yaml"].replace("OrderPizza", "EatPizza")
    write(root, "eat_pizza/intent.yaml", intent.replace("  size:", "  portion:"))
    words = "utterances:\n  - eat\n  - Get a {portion} PIZZA!\nprompts:\n  portion: [How much]\n"
    write(root, "eat_pizza/en_US.yaml", words)
    problem = the_problem(root)
    assert problem == (
        "order_pizza/en_US.yaml:2: 'get a {Size} pizza' also means EatPizza"
        " (eat_pizza/en_US.yaml:3). Keep it in one of the two intents."
    )


def test_a_malformed_command_is_told(root: Path) -> None:
    with_command = FILES["order_pizza/intent.yaml"] + "command: order [{size}]\n"
    write(root, "order_pizza/intent.yaml", with_command)
    assert the_problem(root).startswith("order_pizza/intent.yaml:7: command 'order [{size}]' must")


def test_the_product_is_loaded_and_can_be_said() -> None:
    bot = product_bot()
    names = [intent.name for intent in bot.intents]
    assert names == sorted(names)
    assert {"Cancel", "DeployedVersions", "Fallback", "Help", "RestartService"} <= set(names)
    for intent in bot.intents:
        if intent.builtin != "AMAZON.FallbackIntent":
            assert sum(map(count, intent.words["en_US"].utterances)) >= 10
            assert intent.words["en_US"].help


def test_a_prompt_gets_more_explicit_with_every_retry() -> None:
    for intent in product_bot().intents:
        for slot in intent.slots:
            prompts = intent.words["en_US"].prompts.get(slot.name, ())
            if slot.required:
                assert len(prompts) == slot.max_retries + 1
                assert prompts[0] == min(prompts, key=len)
                assert "cancel" in prompts[-1]


def test_the_product_does_not_change_while_it_is_loaded(tmp_path: Path) -> None:
    shutil.copytree(INTENTS, tmp_path / "intents")
    assert load_bot(tmp_path / "intents", LIVE) == product_bot()
