"""A table of a million rows: taken or refused in bounded memory and time."""

import resource
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from giaoban.exchange.reporting.values_csv import read_values_csv
from tests.conftest import Convert

MEGABYTES = 700
"""Of the whole process, Python and Django with it (some 100 MB)."""
SECONDS = 120
"""Processor seconds: a busy machine changes nothing."""
HEADER = "unit,period,indicator,value\n"


@pytest.mark.parametrize("quote", ["", '"'], ids=["plain", "quoted"])
@pytest.mark.parametrize("rows, problems", [(3, []), (4, ["table_too_long"])])
def test_a_table_beyond_its_bound_is_refused_with_the_bound(
    settings: Any, quote: str, rows: int, problems: list[str]
) -> None:
    settings.TABLE_MOST_ROWS = 3
    line = f"{quote}03037{quote},2026-07,processed,1\n"
    found = read_values_csv((HEADER + line * rows).encode())
    assert [each.problem.code for each in found.problems] == problems
    assert len(found.rows) == (0 if problems else rows)


def bounded(work: str, *arguments: str) -> str:
    """Do it in a process of its own, and hold that to its memory and time; what it says."""
    limit = MEGABYTES * 1024 * 1024
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        [sys.executable, "-c", f"import django; django.setup()\n{work}", *arguments],
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_DATA, (limit, limit)),
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert done.returncode == 0, done.stderr[-2000:]
    assert after.ru_utime - before.ru_utime < SECONDS
    return done.stdout.strip()


READ_TABLE = """
import sys
from pathlib import Path
from giaoban.exchange.reporting.values_csv import read_values_csv
found = read_values_csv(Path(sys.argv[1]).read_bytes())
print(len(found.rows), [problem.problem.code for problem in found.problems])
"""


@pytest.mark.full
@pytest.mark.parametrize(
    "rows, quote, said",
    [
        (1_000_000, "", "1000000 []"),
        (1_000_001, '"', "0 ['table_too_long']"),
        (20_000_000, "", "0 ['table_too_long']"),
    ],
)
def test_a_million_rows_are_read_in_bounded_memory_and_more_are_refused(
    tmp_path: Path, rows: int, quote: str, said: str
) -> None:
    table = tmp_path / "table.csv"
    with table.open("w", encoding="utf-8") as file:
        file.write(HEADER)
        for number in range(min(rows, 1_000_001)):
            file.write(f"{quote}{number // 60:05d}{quote},2026-07,i{number % 60},{number}\n")
        file.writelines("1,2026-07,i,1\n" for _ in range(rows - 1_000_001))
    assert bounded(READ_TABLE, str(table)) == said


READ_WORKBOOK = """
import sys
from pathlib import Path
from giaoban.exchange.reporting.workbook_reader import UnreadableWorkbook, read_workbook
try:
    read_workbook(Path(sys.argv[1]).read_bytes())
except UnreadableWorkbook as error:
    print(error.problem.code)
"""


@pytest.mark.full
@pytest.mark.libreoffice
def test_a_full_sheet_of_the_old_format_is_refused_in_bounded_memory(
    libreoffice: Convert, tmp_path: Path
) -> None:
    table = tmp_path / "full.csv"
    line = ",".join(str(number) for number in range(1, 16)) + "\n"
    table.write_text(line * 65_000)
    began = time.monotonic()
    old = libreoffice(table, "xls")
    assert time.monotonic() - began < 180
    assert bounded(READ_WORKBOOK, str(old)) == "workbook_is_no_template"
