"""Publishing a compiled skill: plan, apply, and the way back.

The development stage only: what certified and live stages hold comes out of it by Amazon's review.
"""

from dataclasses import dataclass

from bot.alexa import SkillContent, SkillPackage, compare_skills, package_zip, read_package
from bot.errors import ArchiveError
from bot.lex.comparing import Change, report
from deploy.errors import PublishError
from deploy.publish.alexa.backups import newest_first
from deploy.publish.alexa.importing import arrived, seen, send_package
from deploy.publish.alexa.services import Services
from deploy.publish.alexa.stage import StageState, export_package, observe, settled


@dataclass(frozen=True)
class SkillPlan:
    """What publishing `package` would do to the skill; `before` is what was seen."""

    skill: str
    package: SkillPackage
    before: StageState
    changes: tuple[Change, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether the skill is that package already, and built."""
        return not self.changes and not self.before.failed

    def text(self, *, details: int = 0) -> str:
        """For a reviewer, with at most `details` lines below each change."""
        lines = [report(self.changes, details=details)] if self.changes else []
        lines += [
            f"{name}: its model could not be built, and is sent again" for name in self._again
        ]
        if self.before.is_busy:
            lines.append("Alexa is still busy with an earlier change: it is waited for")
        lines += [f"not compared: {place}" for place in self.before.unread]
        return "\n".join(lines) or "Nothing changes."

    @property
    def _again(self) -> tuple[str, ...]:
        return self.before.failed if not self.changes else ()


@dataclass(frozen=True)
class Published:
    """`changes`: what was done, none where there was nothing to do. `kept`: what Alexa made of it
    by itself, so that the next plan shows it."""

    changes: tuple[Change, ...] = ()
    kept: tuple[Change, ...] = ()
    backup: str = ""
    """The name of what was before; "" where nothing was done."""


@dataclass(frozen=True)
class RollbackPlan:
    """The way back of a skill to the backup `target`."""

    skill: str
    target: str
    changes: tuple[Change, ...] = ()


def plan_skill(services: Services, skill: str, package: SkillPackage) -> SkillPlan:
    """What publishing would do. Reads only. Raises PublishError."""
    before = observe(services, skill)
    return SkillPlan(skill, package, before, compare_skills(before.content, package))


def apply_skill(services: Services, plan: SkillPlan) -> Published:
    """Do what `plan` says.

    Nothing is sent where nothing changes. What was before is exported and kept first. Interrupted
    anywhere, planning and applying again completes it. Raises PublishError: also where the skill is
    neither what the plan saw nor what it makes.
    """
    if plan.before.is_busy:
        # It may be this package, sent by a run that was interrupted.
        state = seen(services, plan.skill, plan.package)
    else:
        state = settled(services, plan.skill)
    changes = compare_skills(state.content, plan.package)
    if not changes and not state.failed:
        return Published()
    if compare_skills(plan.before.content, state.content):
        raise PublishError("somebody has changed the skill since it was planned: plan again")
    backup = _kept(services, plan.skill)
    send_package(services, plan.skill, package_zip(plan.package))
    _, kept = arrived(services, plan.skill, plan.package)
    return Published(changes, kept, backup)


def plan_rollback(services: Services, skill: str) -> RollbackPlan:
    """The way back to what the skill was before it was last changed. Reads only.

    One that was interrupted goes on to where it went. Raises PublishError where nothing is kept.
    """
    now = observe(services, skill)
    begun = services.backups.begun(skill)
    if begun not in services.backups.names(skill):
        begun = ""
    for name, data in newest_first(services.backups, skill):
        changes = compare_skills(now.content, _content(name, data))
        if name == begun or (changes and not begun):
            return RollbackPlan(skill, name, changes)
    raise PublishError(
        f"nothing is kept of {skill} that it could go back to: publish an older definition instead"
    )


def rollback_skill(services: Services, plan: RollbackPlan) -> Published:
    """Put the skill back as the backup has it, then forget the backup.

    What is undone is not kept: the definition has it. Interrupted anywhere, planning and rolling
    back again completes it. Raises PublishError.
    """
    services.backups.begin(plan.skill, plan.target)
    data = services.backups.read(plan.skill, plan.target)
    content = _content(plan.target, data)
    state = settled(services, plan.skill)
    changes = compare_skills(state.content, content)
    if changes or state.failed:
        send_package(services, plan.skill, data)
    _, kept = arrived(services, plan.skill, content)
    services.backups.end(plan.skill)
    services.backups.forget(plan.skill, plan.target)
    return Published(changes, kept)


def _kept(services: Services, skill: str) -> str:
    """The name of the backup of what the skill is now; a second run finds that of the first."""
    data = export_package(services, skill)
    content = _content("export", data)
    for name, newest in newest_first(services.backups, skill):
        if not compare_skills(_content(name, newest), content):
            return name
        break
    name = services.backups.keep(skill, data)
    services.tell(f"kept what the skill was as {name}")
    return name


def _content(name: str, data: bytes) -> SkillContent:
    try:
        return read_package(data)
    except ArchiveError as error:
        raise PublishError(f"the package {name} cannot be read: {error}") from error
