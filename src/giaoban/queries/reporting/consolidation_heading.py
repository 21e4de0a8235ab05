"""Who issues and signs a unit's consolidated report, as its committee says, or else its name?"""

from giaoban.models import Committee, Regime, Unit
from giaoban.rules.reporting.consolidated_facts import Heading

_SYMBOL = "BC"  # báo cáo: NĐ 30/2020/NĐ-CP appendix III
_FILING = "VT"
_OFFICE_FILING = "VT, TGV"  # văn thư, tổ giúp việc
_HEAD_OF_UNIT = "THỦ TRƯỞNG ĐƠN VỊ"
_AS_ABOVE = "Như trên"
_DOTS = "……"
_GROUND_STARTS = ("căn cứ", "thực hiện", "theo ")
_KIND_WORDS = ("tỉnh", "thành phố", "xã", "phường", "đặc khu", "huyện", "quận", "thị xã")


def report_heading(unit: Unit, regime: Regime) -> Heading:
    """The heading, grounds and signature block as they are now; one query at most."""
    committee = _committee(unit, regime)
    is_asking_unit = regime.unit_id == unit.pk
    addressees = _lines(regime.recipient) if is_asking_unit else (_asking_body(regime),)
    grounds = tuple(map(_ground, _lines(regime.legal_basis)))
    if committee is None:
        return Heading(
            agency=unit.name.upper(),
            symbol=_SYMBOL,
            place=place_of(unit),
            agency_in_text=unit.name,
            signer_post=_HEAD_OF_UNIT,
            recipients=(_AS_ABOVE,) if addressees else (),
            filing=_FILING,
            grounds=grounds,
            addressees=addressees,
        )
    listed = _lines(committee.recipients)
    return Heading(
        agency=committee.name.upper(),
        parent_agency=committee.host_agency.upper(),
        symbol=f"{_SYMBOL}-{committee.symbol}" if committee.symbol else _SYMBOL,
        place=committee.place or place_of(unit),
        agency_in_text=committee.name,
        authority=_lines(committee.signing_authority),
        signer_post=committee.signer_post.upper() or "TRƯỞNG BAN",
        signer_agency_post=committee.signer_agency_post.upper(),
        signer_name=committee.signer_name,
        recipients=tuple(line for line in listed if not _is_filing(line))
        or ((_AS_ABOVE,) if addressees else ()),
        filing=next((_filing(line) for line in listed if _is_filing(line)), _OFFICE_FILING),
        grounds=(*_founding(committee, grounds), *grounds),
        addressees=addressees,
    )


def _asking_body(regime: Regime) -> str:
    """To whom a unit that is asked reports: the committee, or the unit that asks."""
    return regime.committee.name if regime.committee is not None else regime.unit.name


def _founding(committee: Committee, grounds: tuple[str, ...]) -> tuple[str, ...]:
    """The decision that the committee works by, unless the regime's grounds name it already."""
    decision = committee.founding_decision.strip()
    if not decision or any(decision in ground for ground in grounds):
        return ()
    if "quyết định" not in decision.lower():
        decision = f"Quyết định số {decision}"
    if (day := committee.founded_on) is not None:
        # Padded as in NĐ 30/2020/NĐ-CP appendix I, II.4.
        month = f"{day.month:02d}" if day.month < 3 else str(day.month)
        decision += f" ngày {day:%d} tháng {month} năm {day.year}"
    return (f"Căn cứ {decision} về việc thành lập {committee.name}",)


def place_of(unit: Unit) -> str:
    """Lào Cai for Tỉnh Lào Cai; dots where the name is that of a country."""
    if unit.kind.lower() == "quốc gia":
        return _DOTS
    lowered = unit.name.lower()
    for word in _KIND_WORDS:
        if lowered.startswith(f"{word} "):
            return unit.name[len(word) + 1 :]
    return unit.name


def _ground(line: str) -> str:
    """Grounds begin with "Căn cứ" (NĐ 30/2020/NĐ-CP appendix I, II.6a), whoever typed them."""
    return line if line.lower().startswith(_GROUND_STARTS) else f"Căn cứ {line}"


def _is_filing(line: str) -> bool:
    """A list of recipients may end with its own "Lưu: VT, …"."""
    return line.lower().startswith("lưu:")


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
