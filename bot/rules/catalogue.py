"""The rules that there are: every module of the folders below that has a `RULE`."""

import importlib
import pkgutil
from collections.abc import Mapping
from functools import cache
from types import ModuleType

from bot.rules import alexa, house, lex, slack, structure
from bot.rules.rule import DefinitionRule, FilesRule, Rule

FOLDERS = (structure, lex, alexa, slack, house)


@cache
def rules() -> tuple[Rule, ...]:
    """Every rule: by folder, then by the name of its file."""
    return tuple(rule for found in rules_by_topic().values() for rule in found)


@cache
def rules_by_topic() -> Mapping[str, tuple[Rule, ...]]:
    """What the rules of a folder are about, in words -> those rules."""
    return {(folder.__doc__ or "").strip().removesuffix("."): _in(folder) for folder in FOLDERS}


@cache
def files_rules() -> tuple[FilesRule, ...]:
    """Those that look at the files."""
    return tuple(rule for rule in _in(structure) if isinstance(rule, FilesRule))


@cache
def loading_rules() -> tuple[DefinitionRule, ...]:
    """Those that a definition must keep to be loaded."""
    return tuple(rule for rule in _in(structure) if isinstance(rule, DefinitionRule))


@cache
def definition_rules() -> tuple[DefinitionRule, ...]:
    """Those that look at what the files define."""
    return tuple(rule for rule in rules() if isinstance(rule, DefinitionRule))


def rule_named(id_: str) -> Rule | None:
    """The rule with this id."""
    return next((rule for rule in rules() if rule.id == id_), None)


@cache
def _in(folder: ModuleType) -> tuple[Rule, ...]:
    names = sorted(module.name for module in pkgutil.iter_modules(folder.__path__))
    modules = [importlib.import_module(f"{folder.__name__}.{name}") for name in names]
    found = [getattr(module, "RULE", None) for module in modules]
    return tuple(rule for rule in found if isinstance(rule, Rule))
