"""The dictionary of indicators goes out as TOML and comes back the same."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils.translation import override

from giaoban.exchange.reporting.dictionary_file import read_dictionary, write_dictionary
from giaoban.exchange.reporting.regime_wording import in_words
from giaoban.models import Event, SharedIndicator
from giaoban.rules.reporting.dictionary import EntryText

FILE = """\
[[entries]]
code = "ho_ngheo"
name = "Hộ nghèo"
kind = "count"
measure = "hộ"
definition = \"\"\"
Theo chuẩn của giai đoạn.
Không tính hộ cận nghèo.\"\"\"
source = "Sổ hộ nghèo"
over_time = "last"

[[entries]]
code = "kien_nghi"
name = "Kiến nghị"
kind = "text"
"""


def test_a_file_is_read_and_written_back_byte_by_byte() -> None:
    entries, problems = read_dictionary(FILE.encode())

    assert problems == []
    assert entries[1] == EntryText("kien_nghi", "Kiến nghị", "text")
    assert (entries[0].over_time, entries[0].over_units) == ("last", "sum")
    assert write_dictionary(entries[::-1]).decode() == FILE


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("[[entries]]\ncode = 5", "entries, no. 1, code: The value is of the wrong kind"),
        (FILE + 'colour = "red"\n', "entries, no. 2, colour:"),
        (FILE.replace('"count"', '"ratio"'), "entries, no. 1, kind: Only counts"),
        (FILE.replace("kien_nghi", "ho_ngheo"), "entries, no. 2, code:"),
        (FILE.replace("ho_ngheo", "hộ nghèo"), "entries, no. 1, code:"),
        ("[[entries]", "Line 1"),
    ],
)
def test_what_is_wrong_is_named_with_its_place(written: str, said: str) -> None:
    _entries, problems = read_dictionary(written.encode())

    with override("en"):
        assert said in "\n".join(in_words(problem) for problem in problems)


@pytest.mark.django_db
def test_the_commands_give_back_what_they_took(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "d.toml"
    file.write_text(FILE, encoding="utf-8")

    call_command("import_dictionary", file)
    call_command("import_dictionary", file)
    call_command("export_dictionary")

    assert capsys.readouterr().out == FILE
    assert SharedIndicator.objects.count() == 2
    assert Event.objects.count() == 2  # the second time changed nothing


@pytest.mark.django_db
def test_a_file_with_one_bad_entry_is_refused_whole(tmp_path: Path) -> None:
    file = tmp_path / "d.toml"
    file.write_text(FILE.replace('"text"', '"texts"'), encoding="utf-8")

    with pytest.raises(CommandError, match="texts"):
        call_command("import_dictionary", file)

    assert SharedIndicator.objects.count() == 0
