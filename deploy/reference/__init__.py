"""Pages of docs/ that are generated: what can be said, and the rules."""

from deploy.reference.page import reference_page
from deploy.reference.rules import rules_page

__all__ = ["reference_page", "rules_page"]
