"""What was changed by others since the last publish: in the console, or by another tool.

Both sides of a comparison are exports of Lex, so that nothing that Lex adds counts.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.lex.comparing import Change, compare, content_hash
from bot.lex.definition import LexBot
from deploy.errors import PublishError
from deploy.publish.lex.alias_settings import INTERFACE_VERSION
from deploy.publish.lex.observing import settled_alias, settled_bot
from deploy.publish.lex.rollback import releases
from deploy.publish.lex.services import Services, read_bot
from deploy.publish.lex.settings import Settings
from deploy.publish.lex.verifying import differences, of_version
from deploy.publish.release import Release, function_name
from deploy.publish.state import AliasState, BotState, VersionState


@dataclass(frozen=True)
class Finding:
    """`subject` is not as publishing left it."""

    subject: str
    what: str
    cure: str
    changes: tuple[Change, ...] = ()

    def __str__(self) -> str:
        return f"{self.subject}: {self.what}. {self.cure}."


def find_drift(
    services: Services, settings: Settings, bot_name: str, definition: LexBot | None = None
) -> tuple[Finding, ...]:
    """Reads only; what is served is held against `definition` where it says that it is that.

    Raises PublishError where nothing was ever published.
    """
    bot = services.models.find_bot(bot_name)
    if bot is None:
        raise PublishError(
            f"there is no bot {bot_name} in account {services.account}, {services.region}: "
            "publish it first"
        )
    bot = settled_bot(services, bot.id)
    versions = services.models.versions(bot.id)
    found = [one for one in services.models.aliases(bot.id) if one.name == settings.alias]
    alias = settled_alias(services, bot.id, found[0]) if found else None
    return (
        *_bot(services, settings, bot),
        *_draft(services, bot, versions),
        *_foreign(versions),
        *_served(services, bot, alias, versions, definition),
        *_alias(services, settings, bot, alias, versions),
    )


def _bot(services: Services, settings: Settings, bot: BotState) -> Iterator[Finding]:
    wanted = settings.role_arn(services.account)
    if bot.role_arn != wanted:
        what = f"its role is {bot.role_arn}, not {wanted}"
        yield Finding("the bot", what, "`ground publish` sets it when it next imports")


def _draft(
    services: Services, bot: BotState, versions: tuple[VersionState, ...]
) -> Iterator[Finding]:
    ours = [one for one in versions if one.release is not None and one.status == "Available"]
    if not ours:
        yield Finding("DRAFT", "nothing was published from it yet", "Run `ground publish`")
        return
    draft = read_bot(services, bot.id, "DRAFT")
    last = of_version(read_bot(services, bot.id, str(ours[-1].number)), draft)
    if changes := compare(last, draft):
        yield Finding(
            "DRAFT",
            f"it is not what version {ours[-1].number} was made of: edited in the console, or a "
            "publish did not finish",
            "Take what is wanted into intents/; the next change that `ground publish` publishes "
            "overwrites the rest",
            changes,
        )


def _served(
    services: Services,
    bot: BotState,
    alias: AliasState | None,
    versions: tuple[VersionState, ...],
    definition: LexBot | None,
) -> Iterator[Finding]:
    """A definition that went on since the last publish is no drift: then nothing is compared."""
    number = alias.version if alias else None
    served = next((one for one in versions if one.number == number), None)
    if definition is None or served is None or served.release is None:
        return
    if served.release.content != content_hash(definition):
        return
    if changes := differences(services, bot.id, served.number, definition):
        yield Finding(
            f"version {served.number}",
            "users talk to it, it says that it is the definition, and is not: DRAFT was edited "
            "while it was made",
            "Run `ground publish`, which makes a version afresh",
            changes,
        )


def _foreign(versions: tuple[VersionState, ...]) -> Iterator[Finding]:
    """Those since our first: a bot may have had a life before."""
    first = next((one.number for one in versions if one.release is not None), None)
    for version in versions:
        if version.release is None and first is not None and version.number > first:
            said = f" ({_short(version.description)})" if version.description else ""
            yield Finding(
                f"version {version.number}",
                f"it was not made by `ground publish`{said}",
                "Delete it where nobody needs it",
            )


def _alias(
    services: Services,
    settings: Settings,
    bot: BotState,
    alias: AliasState | None,
    versions: tuple[VersionState, ...],
) -> Iterator[Finding]:
    subject = f"alias {settings.alias}"
    if alias is None:
        yield Finding(subject, "it is gone", "`ground publish` makes it again, with another id")
        return
    served = next((one for one in versions if one.number == alias.version), None)
    if served is None:
        yield Finding(subject, "it points at no version", "Run `ground publish`")
    elif served.release is None:
        what = f"it points at version {served.number}, which `ground publish` did not make"
        yield Finding(subject, what, "Run `ground publish`, or `ground rollback-bot --to VERSION`")
    else:
        yield from _moved(subject, alias, served)
        yield from _functions(services, bot, alias, served, served.release)


def _moved(subject: str, alias: AliasState, served: VersionState) -> Iterator[Finding]:
    newest = max((int(e.version) for e in alias.history if e.version.isdecimal()), default=0)
    if newest > served.number and releases(alias.history)[-1:] == (served.number,):
        yield Finding(
            subject,
            f"it points at version {served.number}, after it pointed at version {newest}: rolled "
            "back, or moved by hand",
            "`ground publish` moves it on",
        )


def _functions(
    services: Services, bot: BotState, alias: AliasState, served: VersionState, release: Release
) -> Iterator[Finding]:
    cure = "Run `ground publish`, or `ground rollback-bot` to go back"
    for locale in (one.id for one in services.models.locales(bot.id, str(served.number))):
        subject = f"alias {alias.name}, {locale}"
        setting = alias.locales.get(locale, {})
        called = alias.function(locale)
        hook = setting.get("codeHookSpecification", {}).get("lambdaCodeHook", {})
        if not setting.get("enabled"):
            yield Finding(subject, "it is disabled", "Enable it in the console, if that is wanted")
        if called != release.function:
            other = function_name(called) if called else "no function"
            wanted = function_name(release.function)
            yield Finding(subject, f"it calls {other}, not {wanted}", cure)
        elif hook.get("codeHookInterfaceVersion") != INTERFACE_VERSION:
            version = hook.get("codeHookInterfaceVersion")
            yield Finding(subject, f"its interface version is {version!r}", cure)
    arn = services.alias_arn(bot.id, alias.id)
    if not services.functions.allows(release.function, arn):
        name = function_name(release.function)
        yield Finding(f"alias {alias.name}", f"Lex may not call {name} for it", cure)


def _short(text: str) -> str:
    clean = "".join(mark if mark.isprintable() else " " for mark in text)
    return clean if len(clean) <= 80 else f"{clean[:77]}..."
