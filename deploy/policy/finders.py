"""Everything that is looked for in a policy: by `ground policy check`, and by each build."""

from bot.errors import Problem
from deploy.policy import conflicts, exposure, findings
from deploy.policy.findings import Subject

FINDERS = (*findings.FINDERS, *conflicts.FINDERS, *exposure.FINDERS)


def problems(subject: Subject) -> tuple[Problem, ...]:
    """By line; what is of no right form first of its line."""
    found = [one for find in FINDERS for one in find(subject)]
    return tuple(sorted({*subject.source.problems, *found}))


def errors(subject: Subject) -> tuple[Problem, ...]:
    """Those with which nothing is built."""
    return tuple(one for one in problems(subject) if one.severity == "error")
