"""Events are numbered without gaps and chained; what is touched afterwards is found."""

import threading
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils.translation import override

from giaoban.actions.audit.events import record
from giaoban.actions.audit.sealing import seal_events
from giaoban.models import Event
from giaoban.queries.audit.sealed import head, unsealed_count
from tests.cast import Cast, make_cast
from tests.factories import NOW


def write_events(cast: Cast, count: int) -> None:
    for number in range(count):
        record(
            actor=cast.khanh,
            action="rename_unit",
            on=cast.y_ty,
            at=NOW,
            before={"name": "Xã Y Tý", "share": 1e20},
            after={"name": f"Xã Y Tý {number}", "share": 2.0},
        )


def verified(*args: str) -> list[str]:
    out = StringIO()
    with override("en"):
        call_command("verify_audit", *args, stdout=out)
    return out.getvalue().splitlines()


def test_events_are_numbered_from_one_in_the_order_in_which_they_were_written(cast: Cast) -> None:
    write_events(cast, 5)
    assert seal_events(limit=3) == 3
    assert unsealed_count() == 2
    assert seal_events() == 2
    assert seal_events() == 0
    numbers = list(Event.objects.order_by("id").values_list("number", flat=True))
    assert numbers == [1, 2, 3, 4, 5]


def test_verifying_says_what_is_sealed_what_is_not_and_where_the_chain_ends(cast: Cast) -> None:
    write_events(cast, 2)
    seal_events()
    write_events(cast, 1)
    number, digest = head()
    assert verified() == [
        "Events sealed, chain unbroken: 2",
        "Events not sealed yet: 1",
        f"head: {number}:{digest}",
    ]


def test_an_event_touched_in_the_database_is_named(cast: Cast) -> None:
    write_events(cast, 4)
    seal_events()
    Event.objects.filter(number=3).update(after={"name": "Xã khác"})
    with pytest.raises(CommandError, match="Event 3 is not what was sealed"):
        verified()


def test_a_deleted_event_is_named(cast: Cast) -> None:
    write_events(cast, 4)
    seal_events()
    Event.objects.filter(number=2).delete()
    with pytest.raises(CommandError, match="Event 2 is not there"):
        verified()


def test_two_events_in_exchanged_order_are_named(cast: Cast) -> None:
    write_events(cast, 4)
    seal_events()
    Event.objects.filter(number=1).update(number=-1)
    Event.objects.filter(number=2).update(number=1)
    Event.objects.filter(number=-1).update(number=2)
    with pytest.raises(CommandError, match="Event 1 is not what was sealed"):
        verified()


def test_a_cut_tail_is_found_with_the_head_that_was_kept(cast: Cast) -> None:
    write_events(cast, 4)
    seal_events()
    number, digest = head()
    assert verified("--head", f"{number}:{digest}")[0] == "Events sealed, chain unbroken: 4"
    Event.objects.filter(number=4).delete()
    assert verified()[0] == "Events sealed, chain unbroken: 3"
    with pytest.raises(CommandError, match="Event 4 is not the one"):
        verified("--head", f"{number}:{digest}")


@pytest.mark.django_db(transaction=True)
def test_sealers_at_the_same_time_give_no_number_twice() -> None:
    write_events(make_cast(), 120)
    failures: list[BaseException] = []

    def seal() -> None:
        try:
            while seal_events(limit=7):
                pass
        except BaseException as error:
            failures.append(error)
        finally:
            connection.close()

    sealers = [threading.Thread(target=seal) for _ in range(4)]
    for sealer in sealers:
        sealer.start()
    for sealer in sealers:
        sealer.join()
    assert failures == []
    numbers = Event.objects.order_by("number").values_list("number", flat=True)
    assert list(numbers) == list(range(1, 121))
    assert verified()[0] == "Events sealed, chain unbroken: 120"
