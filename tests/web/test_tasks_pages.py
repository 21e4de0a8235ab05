"""The pages of tasks: who sees what, what each side can do, what is kept where it is refused."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

import giaoban.actions.tasks
from giaoban.actions.reporting.questions import ask_question
from giaoban.actions.tasks.extensions import ask_for_time
from giaoban.models import Committee, Document, SourceFile, Task, TaskExtension, Unit
from giaoban.queries.tasks.extensions import extensions_allowed
from giaoban.rules.people.permissions import Role
from giaoban.rules.register.documents import Access
from giaoban.rules.tasks import extending
from giaoban.rules.tasks.states import STEPS, Side, TaskState, TaskStep
from giaoban.web.audit.words import ACTIONS
from giaoban.web.frame.acting import Acting
from giaoban.web.frame.home import HomeBlocks
from giaoban.web.tasks.home_tasks import task_blocks
from giaoban.web.tasks.words import (
    BUTTONS,
    DONE,
    HAPPENED,
    REFUSALS,
    STEP_SIGNS,
    TASK_STATES,
    WORDS_ASKED,
)
from tests.cast import Cast, SignIn
from tests.conftest import QueryCheck
from tests.factories import (
    NOW,
    TODAY,
    appoint,
    make_period,
    make_person,
    make_regime,
    make_unit,
)
from tests.obligations import make_body, make_document, make_obligation
from tests.register_files import word_text

S = TaskState
PDF = b"%PDF-1.7 minh chung"
SOON = timezone.localdate() + timedelta(days=30)  # of what is asked by the page's own clock


def a_task(unit: Unit, giver: Unit, **fields: object) -> Task:
    given = {"unit": unit, "giver": giver, "text": "Rà soát dữ liệu dân cư", "given_at": NOW}
    return Task.objects.create(**given | fields)


@pytest.fixture
def document(cast: Cast) -> Document:
    return make_document(make_body(cast.lao_cai))


def post(client: Client, task: Task, step: str, **typed: object) -> int:
    name = "decide_task" if STEPS[TaskStep(step)].side is Side.GIVER else "task_step"
    response = client.post(reverse(name, args=[task.pk, step]), typed)
    task.refresh_from_db()
    return response.status_code


def page(client: Client, task: Task):
    return client.get(reverse("task", args=[task.pk]))


def main_step(side) -> str:
    return str(side.main.step) if side and side.main else ""


@pytest.mark.parametrize(
    "state, officer, secretary",
    [
        (S.ASSIGNED, "acknowledge", ""),
        (S.QUERIED, "", "answer"),
        (S.ACKNOWLEDGED, "submit", ""),
        (S.IN_PROGRESS, "submit", ""),
        (S.SUBMITTED, "", "confirm"),
        (S.RETURNED, "submit", ""),
        (S.CONFIRMED, "", ""),
        (S.WITHDRAWN, "", ""),
    ],
)
def test_each_state_has_one_next_step_for_the_side_whose_move_it_is(
    cast: Cast, sign_in: SignIn, state: TaskState, officer: str, secretary: str
) -> None:
    task = a_task(cast.ta_van, cast.lao_cai, state=state, whole=state)
    an, chi = page(sign_in(cast.an), task).context, page(sign_in(cast.chi), task).context
    assert (main_step(an["unit_side"]), an["giver_side"]) == (officer, None)
    assert (main_step(chi["giver_side"]), chi["unit_side"]) == (secretary, None)


def test_a_result_with_evidence_is_returned_mended_and_confirmed(
    cast: Cast, sign_in: SignIn
) -> None:
    task = a_task(cast.ta_van, cast.lao_cai)
    an, chi = sign_in(cast.an), sign_in(cast.chi)
    evidence = SimpleUploadedFile("bien-ban.pdf", PDF)
    assert post(an, task, "submit", words="Đã rà soát", evidence=evidence) == 302
    assert task.state == S.SUBMITTED
    (shown,) = page(chi, task).context["happened"]
    assert (shown.words, [each.file.name for each in shown.files]) == (
        "Đã rà soát",
        ["bien-ban.pdf"],
    )
    file = chi.get(reverse("task_file", args=[shown.files[0].pk]))
    assert (b"".join(file), file["X-Content-Type-Options"]) == (PDF, "nosniff")  # type: ignore[arg-type]
    assert file["Content-Disposition"].startswith("attachment")
    assert post(chi, task, "return", words="Thiếu biên bản ký") == 302
    back = page(an, task)
    assert "Thiếu biên bản ký" in back.content.decode()
    assert back.context["unit_side"].main["words"].value() == "Đã rà soát"
    assert post(an, task, "submit", words="Đã bổ sung") == 302
    assert post(chi, task, "confirm") == 302
    assert task.state == S.CONFIRMED


def test_evidence_that_is_marked_as_a_secret_is_refused_and_nothing_is_kept(
    cast: Cast, sign_in: SignIn
) -> None:
    task = a_task(cast.ta_van, cast.lao_cai)
    secret = SimpleUploadedFile("bao-cao.docx", word_text("TUYỆT MẬT", "Báo cáo"))
    typed = {"words": "Đã rà soát", "evidence": secret}
    response = sign_in(cast.an).post(reverse("task_step", args=[task.pk, "submit"]), typed)
    assert "Tuyệt mật" in response.content.decode()
    assert "Đã rà soát" in response.content.decode()
    assert not SourceFile.objects.exists()


@pytest.mark.parametrize(
    "step, typed, kept",
    [
        ("query", {"words": " "}, []),
        ("submit", {"words": "Đã xong"}, ["Đã xong"]),  # late, and nothing says why
        (
            "submit",
            {
                "words": "Đã xong",
                "explanation": "Chờ mạng",
                "evidence": SimpleUploadedFile("a.html", b"<script>"),
            },
            ["Đã xong", "Chờ mạng"],
        ),
    ],
)
def test_what_was_typed_is_there_again_where_a_step_is_refused(
    cast: Cast, sign_in: SignIn, step: str, typed: dict[str, object], kept: list[str]
) -> None:
    task = a_task(cast.ta_van, cast.lao_cai, due_on=TODAY - timedelta(days=3))
    response = sign_in(cast.an).post(reverse("task_step", args=[task.pk, step]), typed)
    html = response.content.decode()
    assert response.status_code == 200
    assert [words for words in kept if f"{words}</textarea>" not in html] == []
    assert 'class="error' in html
    assert 'href="#' in html[html.index('class="error-summary"') :]
    task.refresh_from_db()
    assert (task.state, task.events.count()) == (S.ASSIGNED, 0)


def test_words_for_a_step_that_came_too_late_are_shown_to_be_copied(
    cast: Cast, sign_in: SignIn
) -> None:
    done = {"state": S.CONFIRMED, "whole": S.CONFIRMED, "due_on": TODAY - timedelta(days=3)}
    task = a_task(cast.ta_van, cast.lao_cai, **done)
    address = reverse("task_step", args=[task.pk, "submit"])
    typed = {"words": "Kết quả dài", "explanation": "Mưa lũ"}
    html = sign_in(cast.an).post(address, typed).content.decode()
    assert [words for words in typed.values() if f"readonly>{words}</textarea>" not in html] == []


def test_more_time_is_asked_for_given_and_then_not_offered_again(
    cast: Cast, sign_in: SignIn
) -> None:
    task = a_task(cast.ta_van, cast.lao_cai, due_on=SOON)
    an, chi = sign_in(cast.an), sign_in(cast.chi)
    until = SOON + timedelta(days=10)
    asked = {"until": until.isoformat(), "reason": "Chờ số liệu"}
    assert an.post(reverse("ask_time", args=[task.pk]), asked).status_code == 302
    extension = TaskExtension.objects.get()
    answer = reverse("answer_time", args=[task.pk, extension.pk])
    assert chi.post(answer, {"decision": "refuse", "answer": ""}).status_code == 200  # no reason
    assert chi.post(answer, {"decision": "give", "granted_until": ""}).status_code == 302
    task.refresh_from_db()
    assert task.due_on == until
    assert page(an, task).context["time_form"] is None
    Committee.objects.update(task_extensions=2)
    assert page(an, task).context["time_form"] is not None


def test_a_unit_splits_its_task_and_decides_on_the_parts(cast: Cast, sign_in: SignIn) -> None:
    hamlets = [make_unit(f"h{n}", f"Thôn {n}", kind="thôn", under=cast.ta_van) for n in (1, 2)]
    head = make_person("thon@example.vn", "Má A Thôn")
    appoint(head, Role.UNIT_OFFICER, hamlets[0])
    task = a_task(cast.ta_van, cast.lao_cai, due_on=SOON)
    an = sign_in(cast.an)
    address = reverse("split_task", args=[task.pk])
    assert an.post(address, {"text": "Thu phiếu"}).status_code == 200  # nobody is ticked
    assert an.post(address, {"pick": [cast.y_ty.pk], "text": "?"}).status_code == 404
    assert (
        an.post(address, {"pick": [one.pk for one in hamlets], "text": "Thu phiếu"}).status_code
        == 302
    )
    assert not page(an, task).context["may_split"]  # each of them has a part
    assert b'name="text"' not in an.get(address).content
    part = Task.objects.get(unit=hamlets[0])
    assert (part.parent, part.giver, part.text) == (task, cast.ta_van, "Thu phiếu")
    of_the_head = sign_in(head)
    assert page(of_the_head, task).status_code == 404  # the whole is not theirs
    assert post(of_the_head, part, "submit", words="Đủ phiếu") == 302
    assert post(of_the_head, part, "confirm") == 404
    assert post(an, part, "confirm") == 302
    assert part.state == S.CONFIRMED


def test_the_lead_unit_sees_the_other_units_tasks_and_they_do_not_see_each_other(
    cast: Cast, sign_in: SignIn, document: Document
) -> None:
    shared = {"obligation": make_obligation(document, cast.ta_van)}
    lead = a_task(cast.ta_van, cast.lao_cai, is_lead=True, **shared)
    other = a_task(cast.y_ty, cast.lao_cai, **shared)
    officer = make_person("yty@example.vn", "Phà Y Tý")
    appoint(officer, Role.UNIT_OFFICER, cast.y_ty)
    assert [one.task for one in page(sign_in(cast.an), lead).context["fellows"]] == [other]
    assert page(sign_in(cast.an), other).status_code == 200
    assert page(sign_in(officer), lead).status_code == 404
    assert "fellows" not in page(sign_in(officer), other).context


def test_a_task_of_a_limited_document_is_shown_to_those_it_concerns_alone(
    cast: Cast, sign_in: SignIn, document: Document
) -> None:
    task = a_task(cast.ta_van, cast.lao_cai, obligation=make_obligation(document, cast.ta_van))
    document.access = Access.LIMITED
    document.save()
    seen = {
        name: (
            page(sign_in(getattr(cast, name)), task).status_code,
            sign_in(getattr(cast, name)).get(reverse("tasks")).context["rows"].total,
        )
        for name in ("an", "chi", "giang", "ha")
    }
    assert seen == {"an": (200, 1), "chi": (200, 1), "giang": (404, 0), "ha": (404, 0)}
    history = reverse("record_history", args=["Task", task.pk])
    read = [sign_in(one).get(history).status_code for one in (cast.an, cast.chi, cast.ha)]
    assert read == [200, 200, 404]


def test_the_committee_says_how_often_a_term_is_extended(cast: Cast, sign_in: SignIn) -> None:
    khanh, address = sign_in(cast.khanh), reverse("edit_committee", args=[cast.lao_cai.pk])
    said = []
    for typed in ("3", "", "0"):
        khanh.post(address, {"name": cast.committee.name, "task_extensions": typed})
        said.append(extensions_allowed(cast.ta_van.pk, TODAY))
    assert said == [3, 3, 0]
    assert extensions_allowed(cast.dong_van.pk, TODAY) == 1  # without a committee above


def test_the_committee_says_whether_a_late_result_has_to_be_explained(
    cast: Cast, sign_in: SignIn
) -> None:
    khanh, address = sign_in(cast.khanh), reverse("edit_committee", args=[cast.lao_cai.pk])
    late = {"due_on": TODAY - timedelta(days=3)}
    an, codes = sign_in(cast.an), []
    for typed, unit in (("", cast.ta_van), ("False", cast.ta_van), ("", cast.ta_van)):
        khanh.post(address, {"name": cast.committee.name, "tasks_late_explained": typed})
        codes.append(post(an, a_task(unit, cast.lao_cai, **late), "submit", words="Đã xong"))
    assert codes == [200, 302, 302]
    chosen = khanh.get(address).context["form"]["tasks_late_explained"]
    assert 'value="False" selected' in str(chosen)


def test_the_chairs_instruction_is_a_task_that_the_chair_decides_on(
    cast: Cast, sign_in: SignIn
) -> None:
    dung = sign_in(cast.dung)
    typed = {"unit": "00721", "text": "Báo cáo tiến độ", "due_on": ""}
    refused = dung.post(reverse("give_instruction"), typed)
    assert list(refused.context["form"].errors) == ["unit"]  # in another province
    assert dung.post(reverse("give_instruction"), typed | {"unit": "03037"}).status_code == 302
    task = Task.objects.get()
    assert (task.unit, task.giver, task.given_by) == (cast.ta_van, cast.lao_cai, cast.dung)
    other = a_task(cast.ta_van, cast.lao_cai)
    assert post(sign_in(cast.an), task, "submit", words="Xong") == 302
    assert post(dung, task, "confirm") == 302
    assert post(dung, other, "withdraw", words="Thôi") == 404  # the secretariat's


def blocks(person: object, **options: bool) -> HomeBlocks:
    with override("en"):
        return task_blocks(Acting(person, None, NOW), **options)  # type: ignore[arg-type]


def told(rows: object) -> list[tuple[str, str, str]]:
    return [(row.title, row.state, row.action) for row in rows]  # type: ignore[attr-defined]


def test_the_officer_finds_tasks_by_their_day_and_what_is_with_others(cast: Cast) -> None:
    a_task(cast.ta_van, cast.lao_cai, text="Mới", due_on=TODAY + timedelta(days=3))
    a_task(
        cast.ta_van, cast.lao_cai, text="Trễ", due_on=TODAY - timedelta(days=1), state=S.RETURNED
    )
    a_task(cast.ta_van, cast.lao_cai, text="Không hạn", state=S.ACKNOWLEDGED)
    a_task(cast.ta_van, cast.lao_cai, text="Đã nộp", state=S.SUBMITTED)
    a_task(cast.ta_van, cast.lao_cai, text="Xong", state=S.CONFIRMED)
    a_task(cast.y_ty, cast.lao_cai, text="Của xã khác")
    found = blocks(cast.an)
    assert told(found.owed) == [
        ("Trễ", "overdue by 1 working day", "Mend"),
        ("Mới", "1 working day left", "Acknowledge"),
        ("Không hạn", "acknowledged", "Hand in the result"),
    ]
    assert [row.tone for row in found.owed] == ["late", "term", "neutral"]
    assert told(found.waiting) == [("Đã nộp", "handed in", "")]
    assert (found.late, found.this_week, found.more) == (1, 1, 0)


def test_of_what_recurs_the_time_is_said_where_the_task_is_named(
    cast: Cast, sign_in: SignIn, document: Document
) -> None:
    obligation = make_obligation(document, cast.ta_van, clause="II.3")
    quarters = [
        a_task(cast.ta_van, cast.lao_cai, obligation=obligation, occurrence=key, due_on=SOON)
        for key in ("2026Q3", "2026Q4")
    ]
    details = [row.detail for row in blocks(cast.an).owed]
    assert [detail.split(" · ")[:3] for detail in details] == [
        [document.symbol, "II.3", "Q3 2026"],
        [document.symbol, "II.3", "Q4 2026"],
    ]
    an = sign_in(cast.an)
    assert "<dd>Quý III/2026</dd>" in page(an, quarters[0]).content.decode()
    assert "II.3 · quý IV/2026" in an.get(reverse("tasks")).content.decode()


def test_the_secretariat_finds_what_waits_one_row_for_each_obligation(
    cast: Cast, document: Document
) -> None:
    shared = {"obligation": make_obligation(document, cast.ta_van), "text": "Nhiều đơn vị"}
    for unit in (cast.ta_van, cast.y_ty):
        a_task(unit, cast.lao_cai, state=S.SUBMITTED, **shared)
    a_task(cast.sa_pa, cast.lao_cai, state=S.QUERIED, **shared)
    for text in ("Một", "Hai"):
        a_task(cast.sa_pa, cast.lao_cai, text=text, state=S.SUBMITTED)
    late = a_task(cast.sa_pa, cast.lao_cai, text="Xin hạn", due_on=TODAY + timedelta(days=9))
    asked = {"until": TODAY + timedelta(days=20), "reason": "Chờ", "allowed": 1}
    ask_for_time(task=late, by=cast.an, today=TODAY, now=NOW, **asked)  # type: ignore[arg-type]
    old = make_unit("cu", "Xã Cũ", under=cast.lao_cai, closed_on=TODAY)
    a_task(old, cast.lao_cai)
    assert sorted(told(blocks(cast.chi).owed)) == [
        ("Hai", "1 result to be read", "Read"),
        ("Một", "1 result to be read", "Read"),
        ("Nhiều đơn vị", "1 unit asks something", "Answer"),
        ("Nhiều đơn vị", "2 results to be read", "Read"),
        ("Xin hạn", "1 unit asks for more time", "Decide"),
        ("Xã Cũ is closed", "to be handed on", "Hand on"),
    ]
    assert told(blocks(cast.dung).owed) == []


def test_home_and_pages_ask_the_database_as_often_for_three_tasks_as_for_one(
    cast: Cast, sign_in: SignIn, document: Document, constant_queries: QueryCheck
) -> None:
    lead = a_task(
        cast.ta_van, cast.lao_cai, is_lead=True, obligation=make_obligation(document, cast.ta_van)
    )
    numbers = iter(range(100))

    def add() -> None:
        n = next(numbers)
        unit = make_unit(f"x{n}", f"Xã {n}", under=cast.lao_cai)
        a_task(unit, cast.lao_cai, obligation=lead.obligation, state=S.SUBMITTED)
        a_task(unit, cast.ta_van, parent=lead)
        a_task(cast.ta_van, cast.lao_cai, due_on=TODAY, obligation=make_obligation(document, unit))
        lead.events.create(step="begin", before="assigned", at=NOW, by=cast.an)

    an, chi = sign_in(cast.an), sign_in(cast.chi)
    constant_queries(add, lambda: page(an, lead))
    constant_queries(add, lambda: chi.get(reverse("tasks"), {"show": "all"}))
    constant_queries(add, lambda: (blocks(cast.an), blocks(cast.chi)))


def test_every_step_state_and_refusal_has_its_words() -> None:
    for table in (HAPPENED, STEP_SIGNS, BUTTONS, DONE):
        assert set(table) == set(TaskStep)
    assert set(TASK_STATES) == set(TaskState)
    assert {step for step, rule in STEPS.items() if rule.needs_words} <= set(WORDS_ASKED)
    assert {f"{step}_task" for step in TaskStep} <= set(ACTIONS)
    sources = [*Path(giaoban.actions.tasks.__path__[0]).glob("*.py"), Path(extending.__file__)]
    raised = {
        code
        for source in sources
        for code in re.findall(r'(?:RuleError|Problem)\(\s*"(\w+)"', source.read_text())
    }
    # Giving an obligation has a page of its own.
    of_giving = {
        "choice_beyond_body",
        "document_obliges_nobody",
        "no_unit_chosen",
        "occurrence_unknown",
    }
    of_documents = {"document_is_over", "document_still_holds"}
    assert raised - of_giving - of_documents | {"state_secret"} == set(REFUSALS)


def test_who_asked_about_a_figure_accepts_the_answer_or_asks_again(
    cast: Cast, sign_in: SignIn
) -> None:
    question = ask_question(
        unit=cast.ta_van,
        period=make_period(make_regime(cast.lao_cai), "2026-10"),
        indicator=None,
        text="Vì sao giảm?",
        due_on=TODAY,
        by=cast.giang,
        today=TODAY,
        now=NOW,
    )
    task = Task.objects.get()
    address = reverse("question", args=[question.pk])
    an, giang = sign_in(cast.an), sign_in(cast.giang)
    assert an.get(reverse("task", args=[task.pk])).url == address
    assert post(an, task, "submit", words="?") == 404  # only on the question's own page
    an.post(address, {"answer": "Do mất điện."})
    assert told(blocks(cast.giang).owed) == [("Vì sao giảm?", "1 result to be read", "Read")]
    assert told(blocks(cast.chi).owed) == told(blocks(cast.dung).owed) == []
    assert an.post(address, {"decision": "accept"}).status_code == 404
    assert giang.get(address).context["settles"] is True
    assert giang.post(address, {"decision": "again", "words": " "}).status_code == 200
    assert giang.post(address, {"decision": "again", "words": "Mấy ngày?"}).status_code == 302
    assert an.get(address).context["asked_again"] == "Mấy ngày?"
    an.post(address, {"answer": "Hai ngày."})
    assert giang.post(address, {"decision": "accept"}).status_code == 302
    task.refresh_from_db()
    assert (task.state, blocks(cast.giang).owed) == (S.CONFIRMED, [])


def test_a_colleague_is_chosen_on_the_page_among_those_of_the_unit(
    cast: Cast, sign_in: SignIn
) -> None:
    task = a_task(cast.ta_van, cast.lao_cai)
    an, address = sign_in(cast.an), reverse("hold_task", args=[task.pk])
    choices = page(an, task).context["holder_form"].fields["holder"].choices
    assert [value for value, _name in choices] == ["", str(cast.an.pk), str(cast.binh.pk)]
    assert an.post(address, {"holder": str(cast.chi.pk)}).status_code == 200
    assert an.post(address, {"holder": str(cast.binh.pk)}).status_code == 302
    task.refresh_from_db()
    assert task.holder == cast.binh
