"""Who issues and signs a paper of a body that keeps registers?"""

from dataclasses import replace

from giaoban.models import Committee, NumberedBody
from giaoban.queries.reporting.consolidation_heading import paper_heading, set_name
from giaoban.rules.reporting.consolidated_facts import Heading


def body_heading(
    body: NumberedBody, kind: str, *, grounds: tuple[str, ...] = (), symbol: str = ""
) -> Heading:
    """With the particulars of the committee at its unit where the body is that committee.

    `kind` stands in the symbol, of which `symbol` replaces the whole; one query at most.
    """
    committee = Committee.objects.filter(unit=body.unit_id).first()
    is_the_committees = committee is not None and body.name == committee.name
    if committee is not None and not is_the_committees:
        is_the_committees = bool(body.symbol) and body.symbol == committee.symbol
    heading = paper_heading(
        body.unit, committee if is_the_committees else None, kind, grounds=grounds
    )
    own = symbol or "-".join(filter(None, (kind, body.symbol)))
    if is_the_committees:
        return replace(heading, symbol=own)
    return replace(heading, symbol=own, agency=set_name(body.name), agency_in_text=body.name)
