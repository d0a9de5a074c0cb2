"""Runs the rules."""

from collections.abc import Collection, Iterable

from bot.definition import Definition
from bot.errors import Problem
from bot.load_checks import Documents
from bot.rules.catalogue import definition_rules, files_rules, loading_rules
from bot.rules.rule import DefinitionRule, found_by
from bot.rules.subject import Subject, Surroundings


def check_files(documents: Documents, sources: Collection[str]) -> list[Problem]:
    """What is wrong with the files, as far as they could be read."""
    return [
        problem
        for rule in files_rules()
        for problem in found_by(rule, rule.check(documents, sources))
    ]


def check_loading(definition: Definition) -> list[Problem]:
    """What keeps a whole definition from being loaded."""
    return _check(Subject(definition, Surroundings()), loading_rules())


def check_definition(
    definition: Definition, surroundings: Surroundings, *, is_whole: bool = True
) -> list[Problem]:
    """What is wrong with a definition; `is_whole`: no file of it is left out."""
    rules = [rule for rule in definition_rules() if is_whole or not rule.needs_whole]
    return _check(Subject(definition, surroundings), rules)


def _check(subject: Subject, rules: Iterable[DefinitionRule]) -> list[Problem]:
    return [problem for rule in rules for problem in found_by(rule, rule.check(subject))]
