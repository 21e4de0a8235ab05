"""For which units may a person bring in reports, and as what?"""

from datetime import date

from giaoban.models import Person
from giaoban.queries.people.reach import grants_of
from giaoban.queries.units.lineage import subtree_ids
from giaoban.rules.people.permissions import Permission, units_where


def units_a_person_accepts_over_errors(person: Person, on: date) -> set[int]:
    """Units whose reports the person may accept although they have errors; two queries."""
    units = units_where(grants_of(person), Permission.ACCEPT_OVER_ERROR, on)
    return subtree_ids(units, on)


def units_a_person_reports_for(person: Person, on: date) -> tuple[set[int], set[int]]:
    """Units whose reports the person brings in as accepted, and those as submitted only.

    Who reviews reports or reports for units brings them in accepted; who fills in reports sends
    them. Three queries.
    """
    grants = grants_of(person)
    reviewed = units_where(grants, Permission.REVIEW_REPORT, on) | units_where(
        grants, Permission.REPORT_FOR_UNIT, on
    )
    filled = units_where(grants, Permission.FILL_REPORT, on)
    return subtree_ids(reviewed, on), subtree_ids(filled, on)
