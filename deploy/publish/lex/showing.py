"""Plans and findings as text for a person, and as JSON for a program."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any, Final

from bot.lex.comparing import Change, report
from deploy.publish.lex.drift import Finding
from deploy.publish.lex.plan import Plan, served_version
from deploy.publish.lex.rollback import Rollback
from deploy.publish.release import function_name

DETAILS: Final = 5
"""Lines below each change."""


def plan_text(plan: Plan, account: str, region: str) -> str:
    """What changes for users, what is overwritten, what is done."""
    parts = [_heading(plan, account, region)]
    if plan.changes:
        parts.append("What changes for users:\n" + _indented(report(plan.changes, details=DETAILS)))
    elif not plan.is_empty:
        parts.append("Nothing changes in what the bot understands.")
    if plan.overwritten:
        parts.append(
            "DRAFT is not what is served: somebody edited it, or a publish did not finish. This is "
            "overwritten:\n" + _indented(report(plan.overwritten, details=DETAILS))
        )
    if plan.is_empty:
        parts.append("Nothing to do: this is what is served.")
    else:
        steps = (f"  {number}. {step.text}" for number, step in enumerate(plan.steps, start=1))
        parts.append("\n".join(["What is done:", *steps]))
    return "\n\n".join(parts)


def plan_json(plan: Plan, account: str, region: str) -> Mapping[str, Any]:
    bot, alias = plan.reality.bot, plan.alias
    served = served_version(plan.reality, plan.settings)
    return {
        "account": account,
        "region": region,
        "bot": {"name": plan.bot.name, "id": bot.id if bot else None},
        "alias": {
            "name": plan.settings.alias,
            "id": alias.id if alias else None,
            "version": served.number if served else None,
            "functions": _functions(plan),
        },
        "content": plan.content,
        "function": {
            "name": plan.settings.function,
            "version": plan.function.version if plan.function else None,
        },
        "changes": _changes(plan.changes),
        "overwritten": _changes(plan.overwritten),
        "steps": [asdict(step) for step in plan.steps],
        "prune": list(plan.pruned),
        "up_to_date": plan.is_empty,
    }


def rollback_text(rollback: Rollback) -> str:
    current = rollback.alias.version
    if rollback.is_empty:
        return f"Nothing to do: alias {rollback.alias.name} points at version {current} already."
    parts = [f"Bot {rollback.bot.name}: alias {rollback.alias.name} points at version {current}."]
    if rollback.changes:
        changes = _indented(report(rollback.changes, details=DETAILS))
        parts.append("What changes for users:\n" + changes)
    else:
        parts.append("Nothing changes in what the bot understands.")
    parts.append("\n".join(["What is done:", *(f"  {step}" for step in rollback.steps)]))
    return "\n\n".join(parts)


def rollback_json(rollback: Rollback) -> Mapping[str, Any]:
    return {
        "bot": {"name": rollback.bot.name, "id": rollback.bot.id},
        "alias": {"name": rollback.alias.name, "id": rollback.alias.id},
        "from": rollback.alias.version,
        "to": rollback.target.number,
        "function": rollback.function or None,
        "changes": _changes(rollback.changes),
        "steps": list(rollback.steps),
        "up_to_date": rollback.is_empty,
    }


def drift_text(findings: Iterable[Finding]) -> str:
    """ "" where there are none."""
    found = []
    for finding in findings:
        found.append(str(finding))
        if finding.changes:
            found.append(_indented(report(finding.changes, details=DETAILS)))
    return "\n".join(found)


def drift_json(findings: Iterable[Finding]) -> list[Mapping[str, Any]]:
    return [
        {
            "subject": one.subject,
            "what": one.what,
            "cure": one.cure,
            "changes": _changes(one.changes),
        }
        for one in findings
    ]


def _heading(plan: Plan, account: str, region: str) -> str:
    where = f"account {account}, {region}"
    name, alias = plan.bot.name, plan.settings.alias
    if plan.reality.bot is None:
        return f"Bot {name} is not in {where} yet."
    served = served_version(plan.reality, plan.settings)
    if served is None:
        return f"Bot {name} ({plan.reality.bot.id}) in {where}: alias {alias} serves nothing yet."
    called = sorted({function_name(arn) for arn in _functions(plan).values() if arn})
    function = f" with {', '.join(called)}" if called else ""
    return (
        f"Bot {name} ({plan.reality.bot.id}) in {where}: alias {alias} serves version "
        f"{served.number}{function}."
    )


def _functions(plan: Plan) -> Mapping[str, str]:
    alias = plan.alias
    return {locale: alias.function(locale) for locale in alias.locales} if alias else {}


def _changes(changes: Iterable[Change]) -> list[Mapping[str, Any]]:
    return [asdict(change) for change in changes]


def _indented(text: str) -> str:
    return "\n".join(f"  {line}" for line in text.splitlines())
