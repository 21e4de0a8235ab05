"""What became of a file of an import, as the lines of a list in the reader's language."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from giaoban.actions.reporting.stored_problems import from_stored
from giaoban.documents.period_titles import period_title, with_period_title
from giaoban.exchange.reporting.problem_words import place, sentence
from giaoban.models import ImportedFile
from giaoban.rules.reporting.import_states import FileState


def problem_lines(
    file: ImportedFile, names: Mapping[str, str] = MappingProxyType({})
) -> list[dict[str, str]]:
    """A line for everything that is wrong with a file; `names` of indicators by their codes.

    A table holds many units: there each problem says whose line it is about.
    """
    return [
        {
            "file": file.name,
            "unit": file.unit_name or str(problem.problem.params.get("unit", "")),
            "place": place(problem.sheet, problem.cell, problem.row, problem.column),
            "indicator": problem.indicator,
            "name": names.get(problem.indicator, ""),
            "words": sentence(with_period_title(problem.problem, get_language() or "vi")),
        }
        for problem in from_stored(file.problems)
    ]


def taken_line(file: ImportedFile) -> dict[str, object]:
    return {
        "file": file.name,
        "unit": file.unit_name,
        "period": _periods(file),
        "new": file.new,
        "changed": file.changed,
        "unchanged": file.unchanged,
        "is_one": bool(file.unit_name),
    }


def list_headings() -> list[str]:
    return [
        _("File"),
        _("Unit"),
        _("Period"),
        _("Result"),
        _("Where"),
        _("Indicator"),
        _("What is wrong"),
    ]


def list_lines(files: Iterator[ImportedFile]) -> Iterator[list[str]]:
    """The whole result: a line for each file, and for each thing that is wrong with one."""
    for file in files:
        head = [file.name, file.unit_name, _periods(file), _result(file)]
        problems = problem_lines(file)
        for line in problems:
            yield [*head, line["place"], line["indicator"], line["words"]]
        if not problems:
            yield [*head, "", "", ""]


def _result(file: ImportedFile) -> str:
    if file.state == FileState.WAITING:
        return _("not read")
    if file.state == FileState.REFUSED:
        return _("refused")
    if not file.unit_name:
        counts = {"new": file.new, "changed": file.changed, "unchanged": file.unchanged}
        return _("%(new)s new, %(changed)s changed, %(unchanged)s unchanged") % counts
    if file.new:
        return _("new")
    return _("changed: a new version") if file.changed else _("unchanged")


def _periods(file: ImportedFile) -> str:
    """The period, or the first and the last one of a table, in words."""
    language = "en" if (get_language() or "vi").startswith("en") else "vi"
    year_starts = file.report_import.regime.year_starts
    keys = [key for key in file.period.split(" – ") if key]
    return " – ".join(_title(key, language, year_starts) for key in keys)


def _title(key: str, language: str, year_starts: int) -> str:
    try:
        return period_title(key, language, year_starts)
    except ValueError:  # a refused file may say anything
        return key
