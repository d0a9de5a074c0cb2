"""The page as a whole: at a glance, each intent, the values of slots, yes and no."""

from collections.abc import Iterator, Sequence

from bot.commands import HELP, commands
from bot.forms import ROLES
from bot.model import Bot, Intent, Locale
from bot.testing.examples import Conversation
from deploy.reference.intents import intent_sections, is_talk, title, who_may
from deploy.reference.markdown import Section, code, escape, one_line, page, table
from deploy.reference.values import value_sections

_HEAD = "What can be said"
_INTRODUCTION = """\
Generated from `intents/` by `make generate`: change it there.

Ask in your own words: the sentences below are a few of many, and the words in *italics* are yours
to choose. In Slack mention the bot or write to it directly, on the web page and in the terminal
type, to Alexa speak. What has a command can also be typed exactly, as `/ops` in Slack.

Roles, from the weakest to the strongest: {roles}. Who has one has those before it."""


def reference_page(bot: Bot, conversations: Sequence[Conversation]) -> str:
    """The page as Markdown: pure, and the same to the byte every time."""
    return page(tuple(_sections(bot, conversations)))


def _sections(bot: Bot, conversations: Sequence[Conversation]) -> Iterator[Section]:
    yield Section(1, _HEAD, _INTRODUCTION.format(roles=", ".join(ROLES)))
    yield Section(2, "At a glance", _glance(bot))
    for heading, intents in _groups(bot):
        if intents:
            yield Section(2, heading)
        for intent in intents:
            yield from intent_sections(bot, intent, conversations)
    yield from value_sections(bot)
    yield Section(2, "Yes and no", _answers(bot.locales))


def _groups(bot: Bot) -> tuple[tuple[str, tuple[Intent, ...]], ...]:
    talk = tuple(intent for intent in bot.intents if is_talk(intent))
    own = [intent for intent in bot.intents if not is_talk(intent)]
    return (
        ("Questions", tuple(intent for intent in own if intent.effect == "read")),
        ("Changes", tuple(intent for intent in own if intent.effect != "read")),
        ("The conversation itself", talk),
    )


def _glance(bot: Bot) -> str:
    forms = {command.intent: code(f"/ops {command.form}") for command in commands(bot)}
    head = ["what", *(f"say ({locale.id})" for locale in bot.locales), "command", "who may"]
    rows = [
        [
            escape(title(intent.name)),
            *(_help(intent, locale) for locale in bot.locales),
            forms.get(intent.name, code(f"/ops {HELP}") if _is_help(intent) else ""),
            who_may(intent),
        ]
        for _, intents in _groups(bot)
        for intent in intents
        if intent.builtin != "AMAZON.FallbackIntent"
    ]
    return table(head, rows)


def _help(intent: Intent, locale: Locale) -> str:
    words = intent.words.get(locale.id)
    return escape(words.help) if words else ""


def _is_help(intent: Intent) -> bool:
    return intent.builtin == "AMAZON.HelpIntent"


def _answers(locales: Sequence[Locale]) -> str:
    lines = ["While the bot asks whether it shall do something, and only then:", ""]
    rows = [[locale.id, _listed(locale.confirm), _listed(locale.deny)] for locale in locales]
    return "\n".join([*lines, table(["language", "yes", "no"], rows)])


def _listed(phrases: Sequence[str]) -> str:
    return ", ".join(escape(one_line(phrase)) for phrase in phrases)
