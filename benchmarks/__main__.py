"""Measure everything and write docs/benchmarks.md: `make bench`, or with --quick in small sizes."""

import sys
import time
from argparse import ArgumentParser
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial

from benchmarks import (
    consolidated_report,
    demo_start,
    directives,
    document_search,
    eight_submitters,
    import_workbooks,
    last_hour,
    national_reads,
    page,
    weak_lines,
    whole_country,
)
from benchmarks.comparison import Section


def main() -> None:
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="small sizes, and no page is written")
    is_quick = parser.parse_args().quick
    measures: list[Callable[[], Section]] = [
        partial(import_workbooks.measure, 200) if is_quick else import_workbooks.measure,
        partial(national_reads.measure, 2) if is_quick else national_reads.measure,
        partial(eight_submitters.measure, 20) if is_quick else eight_submitters.measure,
        partial(last_hour.measure, 100) if is_quick else last_hour.measure,
        partial(whole_country.measure, 1) if is_quick else whole_country.measure,
        partial(directives.measure, 2) if is_quick else directives.measure,
        partial(document_search.measure, 2000) if is_quick else document_search.measure,
        consolidated_report.measure,
        partial(weak_lines.measure, 1) if is_quick else weak_lines.measure,
        demo_start.measure,
    ]
    began = time.monotonic()
    sections = []
    for measure in measures:
        section = measure()
        sections.append(section)
        page.show(section)
        sys.stdout.write("\n")
        sys.stdout.flush()
    if not is_quick:
        page.write(sections, datetime.now(UTC).date(), (time.monotonic() - began) / 60)
        sys.stdout.write(f"Written: {page.PAGE}\n")


if __name__ == "__main__":
    main()
