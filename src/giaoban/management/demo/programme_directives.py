"""What came to the board of the international demo, what did it ask of whom, who answered how?

With it the board's meetings, whose papers take their numbers among the documents.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from giaoban.actions.reporting.contacts import import_contacts
from giaoban.actions.units.changes import add_unit
from giaoban.management.demo.calendar import FOUNDED, at
from giaoban.management.demo.content import content
from giaoban.management.demo.directive_tasks import add_directives
from giaoban.management.demo.meeting_others import Meetings
from giaoban.management.demo.people import DOMAIN, People
from giaoban.models import Unit


def add_programme_directives(
    *, people: People, root: Unit, sites: Sequence[Unit], now: datetime
) -> None:
    """A year of the board's documents, with two partners that answer by link."""
    said = content("international/directives")
    _add_partners(people, said)
    add_directives(
        unit=root,
        said=said,
        chair=people.by_key["chair"],
        secretaries=people.secretaries,
        officers=people.officers,
        communes=sites,
        now=now,
        meetings=Meetings(
            people,
            content("international/meetings"),
            content("international/committee")["people"],
        ),
    )


def _add_partners(people: People, said: Mapping[str, Any]) -> None:
    by, opened_at = people.secretaries[0], at(FOUNDED, 9)
    units = {}
    for row in said["partners"]:
        units[row["code"]] = add_unit(
            code=row["code"],
            name=row["name"],
            kind=row["kind"],
            parent=Unit.objects.get(code=row["parent"]),
            opened_on=FOUNDED,
            reason=said["partners_opened"]["reason"],
            by=by,
            now=opened_at,
            today=FOUNDED,
        )
    rows = [
        (line, (row["code"], row["contact"], f"office.{row['code'].lower()}@{DOMAIN}"))
        for line, row in enumerate(said["partners"], start=2)
    ]
    import_contacts(
        header=("unit", "name", "email"),
        rows=rows,
        units=units,
        by=by,
        today=FOUNDED,
        now=opened_at,
        file_name="partners.csv",
    )
