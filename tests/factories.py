"""Plain functions that store one thing each, with nothing surprising: no marks, events or mail.

Whatever a test cares about it names; everything else has a dull default. `cast.py` holds the
standing cast that most tests begin with.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from giaoban.models import (
    Appointment,
    Check,
    Committee,
    Form,
    FormItem,
    Indicator,
    Period,
    Person,
    Placement,
    Regime,
    Section,
    Submission,
    Unit,
    Value,
    Version,
)
from giaoban.rules.people.permissions import Role
from giaoban.rules.reporting.periods import Calendar, enclosing_keys, kind_of, span
from giaoban.rules.reporting.states import COUNTED, Channel, ReportState
from giaoban.rules.units.naming import person_sort_key, search_key, sort_key

VIETNAM_TIME = ZoneInfo("Asia/Ho_Chi_Minh")
REFORM = date(2025, 7, 1)
TODAY = date(2026, 11, 20)
NOW = datetime(2026, 11, 20, 9, 0, tzinfo=VIETNAM_TIME)
PASSWORD = "mat-khau-giao-ban"  # of every person made here

_IN_FIGURES = {"count", "amount", "yes_no"}  # kinds that have a slot in a total


def make_unit(
    code: str,
    name: str,
    *,
    kind: str = "xã",
    under: Unit | None = None,
    opened_on: date = REFORM,
    closed_on: date | None = None,
) -> Unit:
    """A unit and its one placement, from its opening on."""
    unit = new_unit(code, name, kind=kind, opened_on=opened_on, closed_on=closed_on)
    unit.save()
    Placement.objects.create(unit=unit, parent=under, since=opened_on)
    return unit


def new_unit(
    code: str, name: str, *, kind: str, opened_on: date = REFORM, closed_on: date | None = None
) -> Unit:
    """Not stored yet, for whoever stores many at once."""
    return Unit(
        code=code,
        name=name,
        kind=kind,
        opened_on=opened_on,
        closed_on=closed_on,
        search_key=search_key(f"{code} {name}"),
        sort_key=sort_key(name),
    )


def make_person(
    email: str, name: str, *, post: str = "", language: str = "vi", is_active: bool = True
) -> Person:
    """A person who can sign in with PASSWORD."""
    person = new_person(email, name, post=post, language=language, is_active=is_active)
    person.save()
    return person


def new_person(
    email: str, name: str, *, post: str = "", language: str = "vi", is_active: bool = True
) -> Person:
    """Not stored yet, for whoever stores many at once."""
    person = Person(
        email=email,
        name=name,
        post=post,
        language=language,
        is_active=is_active,
        search_key=search_key(f"{name} {email}"),
        sort_key=person_sort_key(name),
    )
    person.set_password(PASSWORD)
    return person


def appoint(
    person: Person,
    role: Role,
    unit: Unit,
    *,
    since: date = REFORM,
    until: date | None = None,
    duties: str = "",
    rank: int = 100,
) -> Appointment:
    return Appointment.objects.create(
        person=person, role=role, unit=unit, since=since, until=until, duties=duties, rank=rank
    )


def make_committee(
    unit: Unit, name: str, *, short_name: str = "", symbol: str = "BCĐ"
) -> Committee:
    return Committee.objects.create(
        unit=unit,
        name=name,
        short_name=short_name,
        symbol=symbol,
        founding_decision="118/QĐ-UBND",
        founded_on=date(2025, 7, 15),
    )


def make_regime(
    unit: Unit,
    *,
    code: str = "chuyen-doi-so",
    name: str = "Báo cáo chuyển đổi số",
    indicators: Sequence[str | Mapping[str, object]] = ("processed",),
    checks: Sequence[str | Mapping[str, object]] = (),
    frequency: str = "month",
    calendar: str = "nd09",
    reporters: str = "leaves",
    needs_approval: bool = False,
    committee: Committee | None = None,
    **fields: object,
) -> Regime:
    """A regime with one published form, number 1, in force from ever.

    An indicator is a code (a count that adds up) or a mapping with at least `code`; its other keys
    are those of Indicator and FormItem, and `section`, a title. A check is a formula (an error) or
    a mapping of Check's fields.
    """
    regime = Regime.objects.create(
        code=code,
        name=name,
        unit=unit,
        committee=committee,
        frequency=frequency,
        calendar=calendar,
        reporters=reporters,
        needs_approval=needs_approval,
        created_at=NOW,
        **fields,
    )
    make_form(regime, indicators=indicators, checks=checks)
    return regime


def make_form(
    regime: Regime,
    *,
    indicators: Sequence[str | Mapping[str, object]],
    checks: Sequence[str | Mapping[str, object]] = (),
    number: int = 1,
    effective_from: str = "",
    effective_on: date | None = None,
    is_published: bool = True,
) -> Form:
    """A version of the form; indicators that the regime has already are asked again."""
    form = Form.objects.create(
        regime=regime,
        number=number,
        effective_from=effective_from,
        effective_on=effective_on,
        published_at=NOW if is_published else None,
    )
    sections: dict[str, Section] = {}
    for position, given in enumerate(indicators):
        wanted = {"code": given} if isinstance(given, str) else dict(given)
        title = wanted.pop("section", None)
        if title and title not in sections:
            sections[str(title)] = Section.objects.create(
                form=form, position=len(sections), title=str(title)
            )
        FormItem.objects.create(
            form=form,
            section=sections[str(title)] if title else None,
            indicator=_indicator(regime, wanted),
            position=position,
            name=wanted.pop("name", wanted["code"]),
            **{key: wanted[key] for key in _ITEM_FIELDS if key in wanted},
        )
    for position, check in enumerate(checks):
        wanted = {"formula": check} if isinstance(check, str) else dict(check)
        wanted = {"level": "error", "message": wanted["formula"]} | wanted
        Check.objects.create(form=form, position=position, **wanted)
    return form


_ITEM_FIELDS = ("help", "is_required", "minimum", "maximum", "choices", "decimals", "better")


def _indicator(regime: Regime, wanted: Mapping[str, object]) -> Indicator:
    existing = regime.indicators.filter(code=wanted["code"]).first()
    if existing:
        return existing
    kind = str(wanted.get("kind", "count"))
    adds = kind in _IN_FIGURES
    return Indicator.objects.create(
        regime=regime,
        code=wanted["code"],
        kind=kind,
        measure=wanted.get("measure", ""),
        over_time=wanted.get("over_time", "sum" if adds else ""),
        over_units=wanted.get("over_units", "sum" if adds else ""),
        numerator=wanted.get("numerator", ""),
        denominator=wanted.get("denominator", ""),
        slot=regime.indicators.exclude(slot=None).count() if adds else None,
    )


def make_period(regime: Regime, key: str, *, is_locked: bool = False) -> Period:
    """A reported period, open, with the longer periods derived from it; asked twice it is the same.

    Of a `once` regime the days are those of the regime.
    """
    period = _period(regime, key, is_reported=True)
    for longer in enclosing_keys(key, kind_of(key), regime.year_starts):
        _period(regime, longer, is_reported=False)
    if is_locked:
        period.locked_at = NOW
        period.save()
    return period


def _period(regime: Regime, key: str, *, is_reported: bool) -> Period:
    once = None
    if regime.once_starts_on and regime.once_ends_on:
        once = (regime.once_starts_on, regime.once_ends_on)
    days = span(key, Calendar(regime.calendar), once, regime.year_starts)
    return Period.objects.get_or_create(
        regime=regime,
        key=key,
        defaults={
            "kind": days.kind,
            "starts_on": days.starts_on,
            "ends_on": days.ends_on,
            "is_reported": is_reported,
            "opened_at": NOW,
        },
    )[0]


def make_version(
    unit: Unit,
    period: Period,
    *,
    values: Mapping[str, float | str] | None = None,
    state: ReportState = ReportState.SUBMITTED,
    channel: Channel = Channel.PAGE,
    by: Person | None = None,
    at: datetime | None = None,
    is_late: bool = False,
    reason: str = "",
    form: Form | None = None,
) -> Version:
    """The next version of a unit's report in the given state; `latest` and `counted` follow it.

    `values` is by indicator code: numbers are stored as numbers, strings as text. `at` is the
    moment of beginning, saving and, beyond a draft, of submitting.
    """
    at = at or NOW - timedelta(days=1)
    submission, _ = Submission.objects.get_or_create(unit=unit, period=period)
    is_submitted = state is not ReportState.DRAFT
    is_decided = state in {ReportState.ACCEPTED, ReportState.RETURNED, ReportState.LOCKED}
    version = Version.objects.create(
        submission=submission,
        number=submission.versions.count() + 1,
        form=form or period.regime.forms.exclude(published_at=None).latest("number"),
        state=state,
        channel=channel,
        reason=reason,
        begun_at=at,
        begun_by=by,
        saved_at=at,
        saved_by=by,
        submitted_at=at if is_submitted else None,
        submitted_by=by if is_submitted else None,
        decided_at=at if is_decided else None,
    )
    indicators = {indicator.code: indicator for indicator in period.regime.indicators.all()}
    for code, value in (values or {}).items():
        Value.objects.create(
            version=version,
            indicator=indicators[code],
            **({"text": value} if isinstance(value, str) else {"number": value}),
        )
    submission.latest = version
    if state in COUNTED:
        submission.counted = version
    if is_submitted and submission.first_submitted_at is None:
        submission.first_submitted_at = at
        submission.is_late = is_late
    submission.save()
    return version
