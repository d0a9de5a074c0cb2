"""The reference page: all that can be said is on it, as text, and its links lead somewhere."""

import re

import pytest

from bot.model import (
    Access,
    Bot,
    Intent,
    IntentWords,
    Locale,
    Slot,
    SlotType,
    SlotValue,
)
from bot.testing.examples import Conversation, ExampleTurn, load_examples
from deploy.reference import reference_page
from deploy.reference.markdown import anchors
from deploy.reference.sentences import SHOWN, sentences
from tests.bot.definition import INTENTS, product_bot, product_recognizer
from tests.deploy.reference.test_markdown import HOSTILE, PARSER, spans

PRODUCT = reference_page(product_bot(), load_examples(INTENTS))
HEADING = re.compile(r"^#+ (.*)$", re.MULTILINE)
LINK = re.compile(r"\]\(#([^)]*)\)")


def small_bot() -> Bot:
    words = {
        "en_US": IntentWords(
            ("resize {service} [to {size}]", "make [the] {service} (bigger|smaller)"),
            {"service": ("Which one?", "Which service for {size}?", "Say one.")},
            help="resize orders to 3",
        ),
        "de_DE": IntentWords(("mach {service} größer",), {"service": ("Welcher Dienst?",)}),
    }
    resize = Intent(
        "ResizeService",
        "Resize a service.",
        "destructive",
        Access("operator", {"production": "admin"}),
        (
            Slot("service", "Service", required=True),
            Slot("size", "AMAZON.Number", multiple=True),
        ),
        channels=("slack", "web"),
        words=words,
        command="resize {service} [{size}]",
        input_contexts=("sizing",),
    )
    service = SlotType(
        "Service",
        "A service.",
        "restrict",
        values=(SlotValue("orders", ("order",)),),
        locale_values={"de_DE": (SlotValue("orders", ("Bestellungen",)),)},
        pattern="[a-z]+",
    )
    locales = (Locale("en_US", confirm=("yes",), deny=("no",)), Locale("de_DE", confirm=("ja",)))
    return Bot("Small", "s", 300, 0.4, (resize,), (service,), locales)


CONVERSATIONS = (
    Conversation(
        "resize_service/examples.yaml:1",
        (
            ExampleTurn("resize orders", "ResizeService", {"service": "orders"}, "which size"),
            ExampleTurn("3", "ResizeService", {"service": "orders", "size": "3"}),
        ),
    ),
    Conversation(
        "resize_service/examples.de_DE.yaml:1", (ExampleTurn("größer!", "ResizeService"),), "de_DE"
    ),
    Conversation("other_thing/examples.yaml:1", (ExampleTurn("other", "OtherThing"),)),
)


@pytest.fixture(scope="module")
def page() -> str:
    return reference_page(small_bot(), CONVERSATIONS)


def part(page: str, heading: str) -> str:
    """From that heading to the next one of any level."""
    _, _, rest = page.partition(f"\n{heading}\n")
    return re.split(r"^#", rest, maxsplit=1, flags=re.MULTILINE)[0]


def test_an_intent_says_what_it_does_who_may_where_and_how(page: str) -> None:
    contract = part(page, "### Resize service")

    for line in (
        "Resize a service.",
        "- **Effect:** cannot be undone: it says what it would do and asks first",
        "- **Who may:** operator; admin in production",
        "- **Where:** Slack, the web page",
        "- **Command:** `/ops resize SERVICE [SIZE]`",
        "- **Only while:** `sizing` is active",
        "| `service` | A service. | [Service](#service-values) | yes: it is asked for |",
        "| `size` |  | `AMAZON.Number` | no; several at once |",
    ):
        assert line in contract.splitlines()


def test_each_language_has_its_sentences_prompts_and_conversations(page: str) -> None:
    english, german = part(page, "#### en_US"), part(page, "#### de_DE")

    assert "- resize *orders* to *size*" in english.splitlines()
    assert (
        "| `service` | Which one? | Which service for *size*?<br>Say one. |" in english.splitlines()
    )
    assert (
        "- “resize orders” → **Resize service**, `service` orders; the answer says “which size”"
        in english.splitlines()
    )
    assert "- “3” → **Resize service**, `service` orders, `size` 3" in english.splitlines()
    assert "- mach *orders* größer" in german.splitlines()
    assert "- “größer!” → **Resize service**" in german.splitlines()
    assert "größer" not in english
    assert "“other”" not in page


def test_values_have_the_synonyms_of_each_language(page: str) -> None:
    values = part(page, "### Service values")

    assert "A service. Only these values are taken; another is asked for again." in values
    assert "It looks like `[a-z]+`." in values
    assert "| orders | order | order, Bestellungen |" in values.splitlines()
    assert "- `AMAZON.Number`" in part(page, "### Built-in types")


def test_at_a_glance_has_a_column_for_each_language(page: str) -> None:
    row = (
        "| Resize service | resize orders to 3 |  | `/ops resize SERVICE [SIZE]` |"
        " operator; admin in production |"
    )

    assert part(page, "## At a glance").splitlines()[1:] == [
        "| what | say (en_US) | say (de_DE) | command | who may |",
        "|---|---|---|---|---|",
        row,
        "",
    ]


def test_yes_and_no_are_listed_by_language(page: str) -> None:
    assert part(page, "## Yes and no").splitlines()[-2:] == [
        "| en_US | yes | no |",
        "| de_DE | ja |  |",
    ]


@pytest.mark.parametrize("page", [PRODUCT, reference_page(small_bot(), CONVERSATIONS)])
def test_every_link_leads_to_a_heading(page: str) -> None:
    titles = [title.replace("\\", "") for title in HEADING.findall(page)]
    links = LINK.findall(page)

    assert links
    assert set(links) <= set(anchors(titles))


def test_nothing_that_people_write_is_markup() -> None:
    bot = small_bot()
    [intent] = bot.intents
    words = IntentWords(prompts={"service": (HOSTILE,)}, help=HOSTILE)
    hostile = Bot(
        "Small",
        HOSTILE,
        300,
        0.4,
        (
            Intent(
                "ResizeService", HOSTILE, "read", Access("viewer"), intent.slots,
                words={"en_US": words}, command=HOSTILE,
            ),
        ),
        (SlotType("Service", HOSTILE, "expand", values=(SlotValue(HOSTILE, (HOSTILE,)),)),),
        (Locale("en_US", confirm=(HOSTILE,), deny=(HOSTILE,)),),
    )  # fmt: skip
    turn = ExampleTurn(HOSTILE, "ResizeService", {"service": HOSTILE}, HOSTILE)
    page = reference_page(hostile, [Conversation("resize_service/examples.yaml:1", (turn, turn))])

    found = spans(page)
    urls = [token.attrGet("href") for token in found if token.type == "link_open"]
    assert all(str(url).startswith("#") for url in urls)
    assert {token.content for token in found if token.type == "html_inline"} <= {"<br>"}
    assert not [token for token in PARSER.parse(page) if token.type == "html_block"]
    assert {"image", "s_open"} & {token.type for token in found} == set()
    assert page.count("script") >= 10


def test_the_page_is_the_same_every_time() -> None:
    assert reference_page(product_bot(), load_examples(INTENTS)) == PRODUCT


@pytest.mark.parametrize("locale", [locale.id for locale in product_bot().locales])
def test_every_sentence_shown_is_understood(locale: str) -> None:
    """As the intent that it stands under."""
    bot = product_bot()
    spoken = bot.locale(locale)
    assert spoken is not None
    for intent in bot.intents:
        shown = sentences(bot, intent, spoken)
        assert len(shown) <= SHOWN
        for sentence in shown:
            said = sentence.replace("*", "").replace("\\", "")
            heard = product_recognizer().recognize(said, locale=locale, eliciting=None, hints={})
            assert (said, heard.interpretations[0].intent) == (said, intent.name)


def test_an_intent_with_few_templates_shows_several_variants() -> None:
    bot = small_bot()
    shown = sentences(bot, bot.intents[0], bot.locales[0])

    assert len(shown) == len(set(shown)) > 2
    assert {"make *orders* bigger", "make the *orders* smaller"} <= set(shown)
