"""Who issues and signs a unit's consolidated report, as its committee says, or else its name?"""

from collections.abc import Sequence

from giaoban.models import Committee, Regime, Unit
from giaoban.queries.country import country
from giaoban.rules.reporting.consolidated_facts import Heading

_DOTS = "……"


def report_heading(unit: Unit, regime: Regime) -> Heading:
    """The heading, grounds and signature block as they are now; one query at most."""
    is_asking_unit = regime.unit_id == unit.pk
    return paper_heading(
        unit,
        _committee(unit, regime),
        country().phrases.frame.symbol,
        addressees=_lines(regime.recipient) if is_asking_unit else (_asking_body(regime),),
        grounds=tuple(map(ground_text, _lines(regime.legal_basis))),
    )


def paper_heading(
    unit: Unit,
    committee: Committee | None,
    kind: str,
    *,
    addressees: tuple[str, ...] = (),
    grounds: tuple[str, ...] = (),
) -> Heading:
    """As the committee says, without one the unit's name; `kind` stands in the symbol: BC, QĐ."""
    said = country().phrases
    as_above = (said.frame.as_above,) if addressees else ()
    if committee is None:
        return Heading(
            agency=set_name(unit.name),
            symbol=kind,
            place=place_of(unit),
            agency_in_text=unit.name,
            signer_post=set_name(said.frame.head_of_unit),
            recipients=as_above,
            filing=said.frame.filing,
            grounds=grounds,
            addressees=addressees,
        )
    listed = _lines(committee.recipients)
    return Heading(
        agency=set_name(committee.name),
        parent_agency=set_name(committee.host_agency),
        symbol="-".join(filter(None, (kind, committee.symbol))),
        place=committee.place or place_of(unit),
        agency_in_text=committee.name,
        authority=_lines(committee.signing_authority),
        signer_post=set_name(committee.signer_post or said.frame.chair),
        signer_agency_post=set_name(committee.signer_agency_post),
        signer_name=committee.signer_name,
        recipients=tuple(line for line in listed if not _is_filing(line)) or as_above,
        filing=next(
            (_filing(line) for line in listed if _is_filing(line)), said.frame.office_filing
        ),
        grounds=(*_founding(committee, grounds), *grounds),
        addressees=addressees,
    )


def letter_heading(unit: Unit, regimes: Sequence[Regime]) -> Heading:
    """Of a letter about several regimes: as for one, but where several committees ask, the agency
    that hosts them all writes, or the unit itself."""
    if len({regime.committee_id for regime in regimes}) == 1:
        return report_heading(unit, regimes[0])
    said = country().phrases
    committees = {regime.committee_id: regime.committee for regime in regimes}.values()
    hosts = {
        committee.host_agency
        for committee in committees
        if committee and committee.unit_id == unit.pk
    }
    host = hosts.pop() if len(hosts) == 1 else ""
    return Heading(
        agency=set_name(host or unit.name),
        symbol=said.frame.symbol,
        place=place_of(unit),
        agency_in_text=host if host and not host.isupper() else unit.name,
        signer_post=set_name(said.frame.head_of_unit),
        filing=said.frame.filing,
    )


def _asking_body(regime: Regime) -> str:
    """To whom a unit that is asked reports: the committee, or the unit that asks."""
    return regime.committee.name if regime.committee is not None else regime.unit.name


def _founding(committee: Committee, grounds: tuple[str, ...]) -> tuple[str, ...]:
    """The decision that the committee works by, unless the regime's grounds name it already."""
    decision = committee.founding_decision.strip()
    if not decision or any(decision in ground for ground in grounds):
        return ()
    said = country().phrases
    if not any(word in decision.lower() for word in said.typed.decisions):
        decision = said.frame.decision.format(decision=decision)
    if (day := committee.founded_on) is not None:
        # Padded as in NĐ 30/2020/NĐ-CP appendix I, II.4.
        month = f"{day.month:02d}" if day.month < 3 else str(day.month)
        decision = said.frame.founding_on.format(
            decision=decision,
            day=f"{day:%d}",
            month=month,
            year=day.year,
            long_day=f"{day.day} {day:%B} {day.year}",
        )
    return (said.frame.founding.format(decision=decision, committee=committee.name),)


def place_of(unit: Unit) -> str:
    """Lào Cai for Tỉnh Lào Cai; dots where the name is that of a country."""
    said = country().phrases
    if unit.kind.lower() in said.typed.countries:
        return _DOTS
    lowered = unit.name.lower()
    for word in said.typed.kinds:
        if lowered.startswith(f"{word} "):
            return unit.name[len(word) + 1 :]
    return unit.name


def ground_text(line: str) -> str:
    """Grounds begin with "Căn cứ" (NĐ 30/2020/NĐ-CP appendix I, II.6a), whoever typed them."""
    said = country().phrases
    if line.lower().startswith(said.typed.grounds):
        return line
    return said.frame.ground.format(ground=line)


def set_name(name: str) -> str:
    """As the layout sets names and posts: in capitals, or as they are."""
    return name.upper() if country().layout.has_capitals else name


def _is_filing(line: str) -> bool:
    """A list of recipients may end with its own "Lưu: VT, …"."""
    return line.lower().startswith(country().phrases.typed.filings)


def _filing(line: str) -> str:
    return line.partition(":")[2].strip().rstrip(".")


def _committee(unit: Unit, regime: Regime) -> Committee | None:
    """The regime's own where the unit is the committee's; else the one hosted at the unit."""
    if regime.committee_id and regime.unit_id == unit.pk:
        return regime.committee
    return Committee.objects.filter(unit=unit).first()


def _lines(text: str) -> tuple[str, ...]:
    """One entry a line; dashes and closing marks, which the layout adds, are taken off."""
    stripped = (line.strip().lstrip("-–").strip().rstrip(";").strip() for line in text.splitlines())
    return tuple(line for line in stripped if line)
