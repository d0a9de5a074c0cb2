"""Carrying out a plan: the only place of publishing that writes.

Every step may be the last one: whatever was done, a new plan goes on from there.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from bot.lex.archive import write_archive
from bot.lex.definition import LexBot
from deploy.errors import PublishError
from deploy.publish.lex.alias_settings import alias_settings
from deploy.publish.lex.building import build_locales
from deploy.publish.lex.candidate import Candidate, require_untouched
from deploy.publish.lex.observing import observe, settled_alias, settled_bot
from deploy.publish.lex.plan import Plan, StepKind
from deploy.publish.lex.services import Services, try_to_read_bot
from deploy.publish.lex.verifying import require_made_of
from deploy.publish.release import Release
from deploy.publish.state import DRAFT, AliasState, VersionState

IMPORT_SECONDS: Final = 600.0
VERSION_SECONDS: Final = 600.0
FUNCTION_SECONDS: Final = 300.0

Gate = Callable[[str, str, str], None]
"""(bot id, alias id, version): holds conversations with it. Raises GateFailed."""


@dataclass(frozen=True)
class Published:
    """What users talk to now."""

    bot_id: str
    alias_id: str
    version: int
    function: str


def apply(services: Services, plan: Plan, gate: Gate) -> Published:
    """Do what the plan says, in its order; nothing is written where it says nothing.

    Raises PublishError: what users see has changed only once the step "move" was done.
    """
    if plan.is_empty:
        return _Applying(services, plan, gate).run()
    reality = observe(services, plan.settings, plan.bot.name or "")
    if reality.fingerprint != plan.reality.fingerprint:
        raise PublishError(
            "the account has changed since this plan was made: run the command again for a new one"
        )
    return _Applying(services, plan, gate).run()


class _Applying:
    """A plan half done: what earlier steps found out for later ones."""

    def __init__(self, services: Services, plan: Plan, gate: Gate) -> None:
        self._services = services
        self._plan = plan
        self._gate = gate
        self._bot_id = plan.reality.bot.id if plan.reality.bot else ""
        self._last_import = plan.reality.latest_import
        self._function = plan.function.arn if plan.function else ""
        self._version = plan.reused.number if plan.reused else _served(plan)
        self._candidate: Candidate | None = None
        self._alias_id = plan.alias.id if plan.alias else ""

    def run(self) -> Published:
        do: Mapping[StepKind, Callable[[], None]] = {
            "import": self._import,
            "delete-locale": self._delete_locales,
            "build": self._build,
            "publish-function": self._publish_function,
            "create-version": self._create_version,
            "candidate": self._point_candidate,
            "gate": self._hold_conversations,
            "move": self._move,
            "permit": self._permit_alias,
            "prune": self._prune,
        }
        for number, step in enumerate(self._plan.steps, start=1):
            self._services.tell(f"{number}/{len(self._plan.steps)} {step.text}")
            do[step.kind]()
        return Published(self._bot_id, self._alias_id, self._version, self._function)

    def _import(self) -> None:
        models, plan = self._services.models, self._plan
        import_id, url = models.create_upload()
        self._services.transfer.put(url, write_archive(plan.bot))
        known = plan.reality.bot
        role = plan.settings.role_arn(self._services.account)
        models.start_import(import_id, plan.bot, role, known.logs_errors if known else None)
        self._last_import = import_id
        self._bot_id = self._services.waiting.until(
            "importing", lambda: self._imported(import_id), IMPORT_SECONDS
        )
        settled_bot(self._services, self._bot_id)
        draft = try_to_read_bot(self._services, self._bot_id, DRAFT)
        if draft is not None:
            _check_names(plan.bot, draft)

    def _imported(self, import_id: str) -> str | None:
        status, reasons, bot_id = self._services.models.import_outcome(import_id)
        if status in ("Failed", "Deleting"):
            found = "\n".join(reasons) or "Lex gives no reason"
            raise PublishError(f"Lex did not import the definition:\n{found}")
        return bot_id if status == "Completed" else None

    def _delete_locales(self) -> None:
        for locale in self._plan.stale_locales:
            self._services.models.delete_locale(self._bot_id, locale)
            settled_bot(self._services, self._bot_id)

    def _build(self) -> None:
        build_locales(self._services, self._bot_id, self._plan.locales)

    def _publish_function(self) -> None:
        latest, functions = self._plan.reality.function, self._services.functions
        made = functions.publish(latest.name, latest.code_sha256)

        def look() -> str | None:
            found = functions.find(latest.name, made.version)
            if found is not None and found.failure:
                raise PublishError(f"{found.arn} is broken: {found.failure}")
            return found.arn if found is not None and found.is_settled else None

        what = f"waiting for version {made.version} of {latest.name}"
        self._function = self._services.waiting.until(what, look, FUNCTION_SECONDS)

    def _create_version(self) -> None:
        models = self._services.models
        if models.latest_import(self._bot_id) != self._last_import:
            raise PublishError(
                "somebody else imported into the bot meanwhile: let only one `ground publish` run "
                "at a time, and run it again"
            )
        release = Release(self._plan.content, self._function)
        number = models.create_version(self._bot_id, self._plan.locales, release.describe())
        self._version = self._available(number)

    def _available(self, number: int) -> int:
        def look() -> VersionState | None:
            found = self._services.models.version(self._bot_id, number)
            if found is not None and found.status == "Failed":
                raise PublishError(f"Lex failed to make version {number}: run the command again")
            return found if found is not None and found.status == "Available" else None

        what = f"waiting for version {number}"
        found = self._services.waiting.until(what, look, VERSION_SECONDS)
        settled_bot(self._services, self._bot_id)
        return found.number

    def _point_candidate(self) -> None:
        name = self._plan.settings.candidate
        self._available(self._version)  # one that an earlier run made may not be done
        require_made_of(self._services, self._bot_id, self._version, self._plan.bot)
        alias_id = self._point(self._plan.reality.alias(name), name, enable=True)
        now = self._services.models.alias(self._bot_id, alias_id)
        locales, function = self._plan.locales, self._function
        self._candidate = Candidate(alias_id, name, self._version, locales, function, now)
        self._require_candidate()

    def _hold_conversations(self) -> None:
        self._require_candidate()
        candidate_id = self._candidate.alias_id if self._candidate else ""
        self._gate(self._bot_id, candidate_id, str(self._version))
        self._require_candidate()

    def _require_candidate(self) -> None:
        """A repair has none: it takes users to no other version."""
        if self._candidate is not None:
            now = self._services.models.alias(self._bot_id, self._candidate.alias_id)
            require_untouched(self._candidate, now)

    def _move(self) -> None:
        self._require_candidate()
        name, seen = self._plan.settings.alias, self._plan.alias
        if seen is not None:
            now = self._services.models.alias(self._bot_id, seen.id)
            if now is None or now.settings != seen.settings:
                raise PublishError(
                    f"somebody else changed alias {name} meanwhile: run the command again"
                )
        self._alias_id = self._point(seen, name)

    def _point(self, alias: AliasState | None, name: str, *, enable: bool = False) -> str:
        """Make alias `name` serve the version; nothing is written where it does already."""
        models = self._services.models
        wanted = alias_settings(
            alias, name, self._version, self._plan.locales, self._function, enable=enable
        )
        if alias is None:
            alias_id = models.create_alias(self._bot_id, wanted)
            self._permit(alias_id)
        else:
            alias_id = alias.id
            self._permit(alias_id)
            if alias.settings != wanted:
                models.update_alias(self._bot_id, alias_id, wanted)
        settled_alias(self._services, self._bot_id, AliasState(alias_id, name, "Creating"))
        return alias_id

    def _permit_alias(self) -> None:
        self._permit(self._alias_id)

    def _permit(self, alias_id: str) -> None:
        arn = self._services.alias_arn(self._bot_id, alias_id)
        if not self._services.functions.allows(self._function, arn):
            self._services.functions.allow(self._function, arn, f"lex-{self._bot_id}-{alias_id}")

    def _prune(self) -> None:
        for number in self._plan.pruned:
            self._services.models.delete_version(self._bot_id, number)


def _served(plan: Plan) -> int:
    return (plan.alias.version if plan.alias else None) or 0


def _check_names(compiled: LexBot, draft: LexBot) -> None:
    """Whether DRAFT has exactly what was imported: nothing that is gone may be answered to.

    Raises PublishError. Contents are not compared: Lex writes defaults of its own into them.
    """
    wanted, found = set(_names(compiled)), set(_names(draft))
    strays = sorted(name for name in found - wanted if name.split("/")[0] in compiled.locales)
    lost = sorted(wanted - found)
    if strays or lost:
        problems = [f"still there: {name}" for name in strays]
        problems += [f"not there: {name}" for name in lost]
        raise PublishError(
            "after the import DRAFT is not what was imported. Delete or restore by hand, or delete "
            "the locale and run the command again:\n" + "\n".join(problems)
        )


def _names(bot: LexBot) -> list[str]:
    found = []
    for locale_id, locale in bot.locales.items():
        found.append(locale_id)
        found += [f"{locale_id}/slot type {name}" for name in locale.slot_types]
        for name, intent in locale.intents.items():
            found.append(f"{locale_id}/{name}")
            found += [f"{locale_id}/{name}/{slot}" for slot in intent.slots]
    return found
