"""docs/what-can-be-said.md: everything that can be said, for the people who say it."""

from deploy.reference.page import reference_page

__all__ = ["reference_page"]
