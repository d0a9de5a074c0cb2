"""A local Skill Management API: enough of it to publish a skill to, over real HTTP.

What it answers has the shapes of ask-smapi-model; what it does follows Amazon's pages, and where
those are silent docs/unproven.md says so.
"""

from deploy.local.smapi.app import application
from deploy.local.smapi.developer import Developer, Skill

__all__ = ["Developer", "Skill", "application"]
