"""The chain of audit events breaks exactly where it is touched."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from giaoban.rules.audit.chain import (
    GENESIS,
    Break,
    EventFacts,
    canonical,
    digest_of,
    first_break,
)
from giaoban.rules.audit.digests import is_personal_digest, personal_digest

AT = datetime(2026, 11, 20, 7, 30, tzinfo=UTC)


def event(number: int, **changes: object) -> EventFacts:
    plain = EventFacts(number, 7, "rename_unit", "Unit", 3, {"name": "A"}, {"name": "B"}, AT)
    return replace(plain, **changes)  # type: ignore[arg-type]


def sealed(events: list[EventFacts]) -> list[tuple[EventFacts, str]]:
    chain, previous = [], GENESIS
    for one in events:
        previous = digest_of(one, previous)
        chain.append((one, previous))
    return chain


@pytest.mark.parametrize(
    "value, written",
    [
        ({"b": 1, "a": "Xã Tả Van"}, '{"a":"Xã Tả Van","b":1}'),
        ({"n": 1e20}, '{"n":100000000000000000000}'),
        ({"n": 2.0}, '{"n":2}'),
        ({"n": 0.1}, '{"n":0.1}'),
        ([True, None, (1, 2)], "[true,null,[1,2]]"),
    ],
)
def test_a_value_has_one_spelling_on_both_databases(value: object, written: str) -> None:
    assert canonical(value).decode() == written


def test_a_moment_is_sealed_whatever_zone_it_was_read_in() -> None:
    there = AT.astimezone(timezone(timedelta(hours=7)))
    assert digest_of(event(1), GENESIS) == digest_of(event(1, at=there), GENESIS)


def test_an_untouched_chain_holds() -> None:
    assert first_break(sealed([event(1), event(2), event(3)])) is None


def test_a_deleted_event_is_found() -> None:
    chain = sealed([event(1), event(2), event(3)])
    assert first_break([chain[0], chain[2]]) == Break("gap", 2)


def test_exchanged_numbers_are_found() -> None:
    chain = sealed([event(1, record_id=1), event(2, record_id=2), event(3)])
    (first, one), (second, two) = chain[0], chain[1]
    swapped = [(replace(second, number=1), two), (replace(first, number=2), one), chain[2]]
    assert first_break(swapped) == Break("touched", 1)


CHANGES = st.sampled_from(
    [
        {"actor_id": 8},
        {"actor_id": None},
        {"action": "move_unit"},
        {"record_type": "Person"},
        {"record_id": 4},
        {"before": None},
        {"after": {"name": "C"}},
        {"at": AT + timedelta(microseconds=1)},
    ]
)


@given(length=st.integers(1, 12), touched=st.integers(0, 11), change=CHANGES)
def test_the_chain_breaks_where_it_is_touched(
    length: int, touched: int, change: dict[str, object]
) -> None:
    touched %= length
    chain = sealed([event(number) for number in range(1, length + 1)])
    facts, digest = chain[touched]
    chain[touched] = (replace(facts, **change), digest)  # type: ignore[arg-type]
    assert first_break(chain) == Break("touched", touched + 1)


@given(length=st.integers(2, 12), touched=st.integers(0, 11))
def test_a_touched_event_with_a_digest_made_to_fit_breaks_at_the_next(
    length: int, touched: int
) -> None:
    touched %= length - 1
    chain = sealed([event(number) for number in range(1, length + 1)])
    previous = chain[touched - 1][1] if touched else GENESIS
    forged = replace(chain[touched][0], actor_id=99)
    chain[touched] = (forged, digest_of(forged, previous))
    assert first_break(chain) == Break("touched", touched + 2)


def test_a_personal_text_can_be_confirmed_but_not_read() -> None:
    written = personal_digest("Nguyễn Văn An", salt="one person's")
    assert written == personal_digest("Nguyễn Văn An", salt="one person's")
    assert written != personal_digest("Nguyễn Văn An", salt="another's")
    assert "An" not in written
    assert is_personal_digest(written)
    assert not is_personal_digest("Nguyễn Văn An")
