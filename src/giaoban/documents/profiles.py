"""Which layout do the documents of this installation have?"""

from giaoban.queries.country import country
from giaoban.rules.country.layouts import VIETNAM, LayoutProfile

__all__ = ["LAYOUT", "VIETNAM", "LayoutProfile"]

LAYOUT = country().layout
"""That of the country's profile, with what it changes; one for as long as the program runs."""
