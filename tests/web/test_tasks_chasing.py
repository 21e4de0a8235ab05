"""The secretariat chases the overdue tasks of a directive at one press."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from giaoban.actions.reporting.contacts import set_contact
from giaoban.actions.tasks.extensions import ask_for_time
from giaoban.actions.tasks.steps import take_step
from giaoban.models import Event, NumberedBody, OutgoingMail, Task, Unit
from giaoban.rules.tasks.states import TaskStep
from tests.cast import Cast, SignIn
from tests.factories import NOW, TODAY
from tests.obligations import make_body, make_document, make_obligation

LOAD, CHASE = reverse("task_load"), reverse("chase_tasks")


def overdue(cast: Cast, *units: Unit, symbol: str = "05/QĐ-BCĐ") -> list[Task]:
    body = NumberedBody.objects.first() or make_body(cast.lao_cai)
    obligation = make_obligation(make_document(body, symbol=symbol), cast.ta_van)
    return [
        Task.objects.create(
            obligation=obligation,
            unit=unit,
            giver=cast.lao_cai,
            text="Rà soát",
            given_at=NOW,
            due_on=timezone.localdate() - timedelta(days=9),
        )
        for unit in units
    ]


def test_one_press_writes_to_whom_the_page_named(cast: Cast, sign_in: SignIn) -> None:
    task, *_others = overdue(cast, cast.ta_van, cast.sa_pa, cast.y_ty)
    overdue(cast, cast.y_ty, symbol="06/QĐ-BCĐ")
    set_contact(
        unit=cast.sa_pa, name="Văn phòng", email="sapa@example.vn", telephone="", by=cast.chi,
        today=TODAY, now=NOW,
    )  # fmt: skip
    chi = sign_in(cast.chi)
    assert task.obligation is not None
    document = task.obligation.document
    query = f"?unit={cast.lao_cai.pk}&document={document.pk}"
    assert f"{CHASE}{query}".replace("&", "&amp;") in chi.get(f"{LOAD}{query}").content.decode()
    page = chi.get(f"{CHASE}{query}")
    assert [(one.reader.email, one.units) for one in page.context["shown"]] == [
        ("an@example.vn", ["Xã Tả Van"]),
        ("binh@example.vn", ["Xã Tả Van"]),
        ("sapa@example.vn", ["Phường Sa Pa"]),
    ]
    assert (page.context["overdue"], page.context["unreached"]) == (3, [cast.y_ty])
    assert OutgoingMail.objects.count() == 0
    assert chi.post(f"{CHASE}{query}").url == f"{LOAD}{query}"
    assert OutgoingMail.objects.count() == 3
    event = Event.objects.get(action="chase_tasks")
    assert (event.actor, event.record_type, event.record_id, event.after) == (
        cast.chi,
        "Document",
        document.pk,
        {"tasks": 3, "told": 3, "unreached": 1},
    )
    chi.post(f"{CHASE}{query}")
    assert OutgoingMail.objects.count() == 3


def test_only_who_decides_chases(cast: Cast, sign_in: SignIn) -> None:
    overdue(cast, cast.ta_van)
    query = f"?unit={cast.lao_cai.pk}"
    offered = {
        name: CHASE in sign_in(getattr(cast, name)).get(f"{LOAD}{query}").content.decode()
        for name in ("chi", "dung", "giang", "ha")
    }
    assert offered == {"chi": True, "dung": False, "giang": False, "ha": False}
    Task.objects.update(giver=cast.vietnam)
    assert sign_in(cast.chi).get(f"{CHASE}{query}").context["overdue"] == 0


def test_what_waits_for_the_secretariat_is_shown_to_it_and_not_chased(
    cast: Cast, sign_in: SignIn
) -> None:
    """More time is asked for by Sa Pa, Y Tý asks something, Tả Van has handed in late."""
    ta_van, sa_pa, y_ty, hamlet = overdue(cast, cast.ta_van, cast.sa_pa, cast.y_ty, cast.lao_cai)
    moment = {"today": timezone.localdate(), "now": timezone.now(), "by": None}
    until = timezone.localdate() + timedelta(days=9)
    ask_for_time(task=sa_pa, until=until, reason="Mưa lũ", allowed=1, **moment)
    take_step(task=y_ty, step=TaskStep.QUERY, words="Mẫu nào?", **moment)
    said = {"words": "Đã xong", "explanation": "Mưa lũ"}
    take_step(task=ta_van, step=TaskStep.SUBMIT, **said, **moment)
    chi, query = sign_in(cast.chi), f"?unit={cast.lao_cai.pk}"
    page = chi.get(f"{CHASE}{query}")
    waiting = page.context["late_waiting"]
    assert page.context["overdue"] == 1
    assert waiting == chi.get(f"{LOAD}{query}").context["late_waiting"]
    listed = [[row.task for row in chi.get(one.address).context["shown"]] for one in waiting]
    assert listed == [[sa_pa], [y_ty]]
    rows = chi.get(f"{LOAD}{query}").context["shown"]
    assert sum(row.overdue for row in rows) == page.context["overdue"] + len(listed)
    assert sign_in(cast.giang).get(f"{LOAD}{query}").context["late_waiting"] == []
    hamlet.delete()
    page = chi.get(f"{CHASE}{query}")
    assert (page.context["overdue"], len(page.context["late_waiting"])) == (0, 2)
    assert "circle-check" not in page.content.decode().split("<main")[1]
