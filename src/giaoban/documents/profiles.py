"""Which layout do the documents of this installation have?"""

from giaoban.queries.country import country
from giaoban.rules.country.layouts import VIETNAM, LayoutProfile

__all__ = ["VIETNAM", "LayoutProfile", "layout"]


def layout() -> LayoutProfile:
    """That of the country's profile, with what it changes."""
    return country().layout
