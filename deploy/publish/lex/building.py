"""Building the locales of DRAFT: at most five at once in an account, and never trusting what a
locale says right after it was asked to build.

botocore's own waiter fails at NotBuilt, which a locale goes on saying for a moment after
BuildBotLocale (lex-archive reference, section 3).
"""

from dataclasses import dataclass, field
from typing import Final

from deploy.errors import AwsRefused, PublishError
from deploy.publish.lex.services import Services
from deploy.publish.state import BUSY_LOCALE, LocaleState

MOST_AT_ONCE: Final = 5
BUILD_SECONDS: Final = 1800.0
STALE_SECONDS: Final = 15.0
"""How long a locale may go on telling of its last build."""


@dataclass
class _Builds:
    """Which locales wait for their build, and which were asked when."""

    waiting: list[str]
    under_way: dict[str, float] = field(default_factory=dict)
    seen_busy: set[str] = field(default_factory=set)
    failed: list[LocaleState] = field(default_factory=list)


def build_locales(services: Services, bot_id: str, locales: tuple[str, ...]) -> None:
    """Build those of `locales` that are not built. Raises PublishError with every reason."""
    unbuilt = [one.id for one in services.models.locales(bot_id) if not one.is_built]
    builds = _Builds([name for name in locales if name in unbuilt])

    def look() -> bool | None:
        _end(services, bot_id, builds)
        _begin(services, bot_id, builds)
        return None if builds.waiting or builds.under_way else True

    services.waiting.until(f"building {', '.join(builds.waiting)}", look, BUILD_SECONDS)
    if builds.failed:
        raise PublishError("\n".join(_told(one) for one in builds.failed))


def _begin(services: Services, bot_id: str, builds: _Builds) -> None:
    while builds.waiting and len(builds.under_way) < MOST_AT_ONCE:
        try:
            services.models.build(bot_id, builds.waiting[0])
        except AwsRefused as refused:
            if refused.kind == "quota":
                return  # another bot of the account is being built: ask again later
            raise
        builds.under_way[builds.waiting.pop(0)] = services.waiting.clock.now()


def _end(services: Services, bot_id: str, builds: _Builds) -> None:
    for name, asked in list(builds.under_way.items()):
        locale = services.models.locale(bot_id, name)
        if locale.status in BUSY_LOCALE:
            builds.seen_busy.add(name)
            continue
        is_old_news = services.waiting.clock.now() - asked < STALE_SECONDS
        if locale.status == "NotBuilt" or (is_old_news and name not in builds.seen_busy):
            continue
        del builds.under_way[name]
        if locale.status != "Built":
            builds.failed.append(locale)


def _told(locale: LocaleState) -> str:
    reasons = "\n".join(f"  {reason}" for reason in locale.failure_reasons)
    return f"the build of {locale.id} ended as {locale.status}:\n{reasons or '  no reason given'}"
