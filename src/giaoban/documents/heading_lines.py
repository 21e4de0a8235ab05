"""Who issues a paper, and who signs it? Both as the facts of its heading say."""

from datetime import date

from giaoban.documents.content import Letterhead, Signature
from giaoban.rules.reporting.consolidated_facts import Heading


def letterhead_of(
    heading: Heading,
    *,
    year: int | None,
    symbol: str = "",
    number: str = "",
    place: str = "",
    issued_on: date | None = None,
) -> Letterhead:
    """What is not said of this paper stands as the heading has it, or is left to the clerk."""
    return Letterhead(
        agency=(heading.agency,),
        parent_agency=(heading.parent_agency,) if heading.parent_agency else (),
        symbol=symbol or heading.symbol,
        number=number,
        place=place or heading.place,
        issued_on=issued_on,
        year=year,
        agency_in_text=heading.agency_in_text,
    )


def signature_of(heading: Heading, *, name: str = "") -> Signature:
    """By `name`, where the paper names who signs it."""
    return Signature(
        authority=heading.authority,
        post=heading.signer_post,
        name=name or heading.signer_name,
        agency_post=heading.signer_agency_post,
    )
