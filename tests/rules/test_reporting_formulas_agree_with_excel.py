"""Does Excel's formula say what the server says? One workbook, recalculated by LibreOffice."""

import random
import subprocess
from pathlib import Path

import pytest
from openpyxl import load_workbook
from xlsxwriter import Workbook
from xlsxwriter.utility import xl_rowcol_to_cell

from giaoban.rules.reporting.formulas import (
    Formula,
    Outcome,
    Reference,
    When,
    evaluate,
    parse,
    to_excel,
)
from tests import parts
from tests.rules.formula_examples import (
    CODES,
    Example,
    balanced_examples,
    chosen_examples,
    random_examples,
)

OUTCOMES = {"": Outcome.NOT_EVALUATED, True: Outcome.HOLDS, False: Outcome.FAILS}


MISSING = (None, "", "5", "không có")  # a blank cell, and texts where a number belongs
# LibreOffice shows the results stored in a file unless it is told to work them out.
RECALCULATE_ALWAYS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""


def column(reference: Reference) -> int:
    return 1 + list(When).index(reference.when) * len(CODES) + CODES.index(reference.code)


def write_workbook(path: Path, examples: list[tuple[Example, Formula]]) -> None:
    workbook = Workbook(path)
    sheet = workbook.add_worksheet("checks")
    for row, (example, formula) in enumerate(examples):
        for when, values in zip(When, example.values, strict=True):
            for code in CODES:
                if code in values:
                    sheet.write_number(row, column(Reference(code, when)), values[code])
                elif (instead := MISSING[row % len(MISSING)]) is not None:
                    sheet.write_string(row, column(Reference(code, when)), instead)

        def cell_of(reference: Reference, row: int = row) -> str:
            return xl_rowcol_to_cell(row, column(reference), row_abs=True, col_abs=True)

        sheet.write_formula(row, 0, "=" + to_excel(formula, cell_of))
    workbook.close()


def recalculated(path: Path) -> list[Outcome]:
    out = path.parent / "recalculated"
    settings = path.parent / "profile" / "user" / "registrymodifications.xcu"
    settings.parent.mkdir(parents=True)
    settings.write_text(RECALCULATE_ALWAYS)
    subprocess.run(
        [
            parts.libreoffice() or "soffice",
            f"-env:UserInstallation=file://{path.parent}/profile",
            "--headless",
            "--convert-to",
            "xlsx",
            "--outdir",
            str(out),
            str(path),
        ],
        check=True,
        capture_output=True,
        timeout=300,
    )
    sheet = load_workbook(out / path.name, data_only=True)["checks"]
    answers = [row[0] for row in sheet.iter_rows(max_col=1, values_only=True)]
    return [OUTCOMES["" if answer is None else answer] for answer in answers]


@pytest.mark.libreoffice
def test_a_template_and_the_server_give_every_formula_the_same_outcome(tmp_path: Path) -> None:
    chance = random.Random(9)
    chosen = chosen_examples() + balanced_examples(chance, 600) + random_examples(chance, 1200)
    examples = [
        (example, parse(example.text, dict.fromkeys(CODES, "amount"))) for example in chosen
    ]
    path = tmp_path / "formulas.xlsx"
    write_workbook(path, examples)
    in_excel = recalculated(path)
    on_the_server = [evaluate(formula, *example.values) for example, formula in examples]
    different = [
        (example, server.value, excel.value)
        for (example, _), server, excel in zip(examples, on_the_server, in_excel, strict=True)
        if server is not excel
    ]
    assert different == []
    assert set(on_the_server) == set(Outcome)
