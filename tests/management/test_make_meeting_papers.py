"""make_minutes and make_review: files of meetings and of spans, from the command line."""

import io
from zipfile import ZipFile

import pytest
from django.core.management import CommandError, call_command

from tests.meeting_scene import make_sitting
from tests.papers_scene import LIMITED, MEMBERS, OPEN, make_held


def words_in(path) -> str:
    with ZipFile(io.BytesIO(path.read_bytes())) as packed:
        return "".join(packed.read(name).decode("utf-8", "ignore") for name in packed.namelist())


@pytest.mark.parametrize(
    ("options", "there", "hidden"),
    [
        ([], [OPEN], [MEMBERS, LIMITED]),
        (["--for", "members"], [OPEN, MEMBERS], [LIMITED]),
        (["--for", "limited"], [OPEN, MEMBERS, LIMITED], []),
        (["--paper", "conclusions"], ["Rà soát hồ chứa"], [LIMITED]),
    ],
)
def test_a_version_goes_no_further_than_it_was_asked_for(cast, tmp_path, options, there, hidden):
    held, to = make_held(cast), tmp_path / "bien-ban.docx"
    call_command("make_minutes", str(held.meeting.pk), "--to", str(to), *options)
    written = words_in(to)
    assert [words for words in there if words not in written] == []
    assert [words for words in hidden if words in written] == []


def test_minutes_that_nobody_drafted_are_those_of_the_record(cast, tmp_path):
    make_held(cast, drafted=False)
    to = tmp_path / "bien-ban.pdf"
    call_command("make_minutes", "2026-11-20", "--committee", "15", "--to", str(to))
    assert to.read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize(
    ("asked", "reason"),
    [
        (["2026-11-21", "--to", "x.docx"], "No meeting"),
        (["thu-sau", "--to", "x.docx"], "Name the meeting"),
        (["2026-11-20", "--to", "x.odt"], "must end in"),
        (["2026-11-20", "--committee", "99", "--to", "x.docx"], "No committee"),
        (["2026-11-20", "--to", "/nowhere/x.docx"], "/nowhere/x.docx"),
    ],
)
def test_what_cannot_be_made_is_refused_in_one_line(cast, asked, reason, settings):
    settings.LANGUAGE_CODE = "en"
    make_held(cast, drafted=False)
    make_sitting(cast, runs=False)  # one that was not held is not meant
    with pytest.raises(CommandError) as refused:
        call_command("make_minutes", *asked)
    assert reason in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("ending", ["docx", "pdf", "xlsx"])
def test_a_review_is_a_file_of_each_kind(cast, tmp_path, ending):
    make_held(cast)
    to = tmp_path / f"tong-ket.{ending}"
    span = ["--from", "2026-01-01", "--to", "2026-12-31"]
    call_command("make_review", "--committee", "15", *span, "--to-file", str(to))
    head = {"pdf": b"%PDF"}.get(ending, b"PK")
    assert to.read_bytes().startswith(head)
    if ending == "docx":
        assert LIMITED not in words_in(to)


def test_an_unknown_figure_or_a_span_that_runs_back_is_refused(cast, tmp_path):
    to = str(tmp_path / "tong-ket.docx")
    span = ["--from", "2026-01-01", "--to", "2026-12-31"]
    with pytest.raises(CommandError):
        call_command("make_review", *span, "--to-file", to, "--indicator", "khong/co")


@pytest.mark.parametrize(
    ("first", "last", "reason"),
    [
        ("2026-02-01", "2026-01-01", "The last day is before the first."),
        ("2199-01-01", "2199-12-31", "has not begun"),
        ("2001-01-01", "2026-12-31", "at most 10 years"),
        ("2026-02-30", "2026-12-31", "is no day: write it as 2026-11-30"),
        ("0001-01-01", "2026-12-31", "is no day: write it as 2026-11-30"),
    ],
)
def test_a_span_that_cannot_be_looked_back_on_is_refused_in_words(
    cast, tmp_path, settings, first, last, reason
):
    settings.LANGUAGE_CODE = "en"
    to = str(tmp_path / "tong-ket.docx")
    with pytest.raises(CommandError) as refused:
        call_command("make_review", "--from", first, "--to", last, "--to-file", to)
    assert reason in str(refused.value)
