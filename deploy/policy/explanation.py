"""An explanation as text for a terminal."""

from collections.abc import Iterator

from bot.printing import printable
from deploy.policy.explaining import Explanation, Told


def explanation_text(found: Explanation) -> str:
    """Who, what, then each check by environment, then the verdict."""
    slots = "".join(f" {name}={value}" for name, value in found.slots.items())
    lines = [
        f"{found.person} ({found.identity}) on {found.channel}, {found.audience}",
        f"{found.intent}{slots}",
    ]
    for environment, steps in found.steps.items():
        lines += ["", f"in {environment}", *map(_step, steps)]
    return printable("\n".join([*lines, "", *_verdict(found)]))


def _step(step: Told) -> str:
    mark = "yes" if step.passed else "no"
    where = f" ({step.where})" if step.where else ""
    return f"  {mark:<4}{step.check:<9} {step.text}{where}"


def _verdict(found: Explanation) -> Iterator[str]:
    if found.decided_by:
        yield f"{found.verdict}, by {found.decided_by}"
        yield f"told: {found.reply}"
    else:
        yield f"{found.verdict}, in {', '.join(found.environments)}"
