"""The Alexa skill: its package, compiled. Nothing else knows the interaction model's keys."""

from bot.alexa.comparing import compare_skills
from bot.alexa.content import Content, SkillContent, read_package
from bot.alexa.document import read_model
from bot.alexa.manifest import Endpoint
from bot.alexa.notes import Note
from bot.alexa.package import SkillPackage, compile_skill, package_files, package_zip

__all__ = [
    "Content",
    "Endpoint",
    "Note",
    "SkillContent",
    "SkillPackage",
    "compare_skills",
    "compile_skill",
    "package_files",
    "package_zip",
    "read_model",
    "read_package",
]
