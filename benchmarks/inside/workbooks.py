"""Filled workbooks of a month: written by the product's own writer, and taken by its import."""

import time
from dataclasses import replace
from pathlib import Path

from benchmarks.inside import installation
from benchmarks.inside.filling import fill, made_up_numbers
from benchmarks.inside.installation import INDICATORS, NOW
from giaoban.actions.reporting.folding import fold_all
from giaoban.actions.reporting.import_outcomes import EVERYTHING_ACCEPTED
from giaoban.actions.reporting.importing import Import, IncomingFile, import_files
from giaoban.documents.period_titles import period_title
from giaoban.exchange.reporting.workbook_template import TemplateWriter, file_name
from giaoban.models import Period, Regime, Unit
from giaoban.queries.reporting.answers import Answers
from giaoban.queries.reporting.measures import measures_of
from giaoban.queries.reporting.periods import expected_units
from giaoban.queries.reporting.template_facts import Filled, form_of_period, template_units
from giaoban.queries.reporting.totals import figures

BEFORE, MONTH = "2026-11", "2026-12"


def prepare() -> None:
    """The country with the month before, which the checks compare with."""
    installation.with_country()
    before, _month = installation.opened([BEFORE, MONTH])
    fill(before)
    fold_all()


def write(to: str, units: int) -> float:
    """A workbook for each unit; returns the sum of `i0` over all of them."""
    period = Period.objects.get(key=MONTH)
    shared = form_of_period(period)
    asked = sorted(expected_units(period))
    numbers = made_up_numbers(len(asked), period.starts_on.month)[:units]
    wanted = template_units(shared, asked[:units])
    writer = TemplateWriter(shared, period_title(period.key, "vi"), NOW)
    for unit_id, row in zip(asked, numbers.tolist(), strict=False):
        cells = {f"i{number}": row[number] for number in range(INDICATORS)}
        filled = Filled(Answers(cells), {}, {}, "", nothing_arose=False)
        unit = replace(wanted[unit_id], filled=filled)
        (Path(to) / file_name(unit.code, period.key)).write_bytes(writer.workbook(unit))
    return float(numbers[:, 0].sum())


def take(folder: str, expected: float) -> dict[str, float]:
    """Seconds from the first file read to the last total written; wrong results raise."""
    began = time.perf_counter()
    wanted = Import(Regime.objects.get(), EVERYTHING_ACCEPTED, None, NOW.date(), NOW)
    paths = sorted(Path(folder).iterdir())
    files = (IncomingFile(path.name, path.read_bytes()) for path in paths)
    refused = [outcome for outcome in import_files(wanted=wanted, files=files) if outcome.problems]
    taken = time.perf_counter()
    fold_all()
    ended = time.perf_counter()
    if refused:
        raise RuntimeError(refused[0])
    period = Period.objects.select_related("regime").get(key=MONTH)
    country = Unit.objects.get(code="VN")
    found = figures(measures_of(period.regime), [country.pk], [period.pk])
    if found.value("i0", country.pk, period.pk) != expected:
        raise RuntimeError("the national total is wrong")
    return {"seconds": ended - began, "folding": ended - taken}


def load_with_openpyxl(folder: str, each: int) -> float:
    """Seconds for openpyxl to load the same files; only each n-th is loaded, its time taken n-fold.

    The files are alike, and all of them would take minutes.
    """
    from openpyxl import load_workbook

    paths = sorted(Path(folder).iterdir())
    loaded = paths[::each]
    began = time.perf_counter()
    for path in loaded:
        load_workbook(path)
    return (time.perf_counter() - began) * len(paths) / len(loaded)
