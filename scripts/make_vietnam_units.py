"""Makes src/giaoban/data/vietnam/units.csv from a list of provinces and communes by era.

    python scripts/make_vietnam_units.py SOURCE.csv

SOURCE has the columns era,level,code,name,kind,parent_code. Rows of the era `since` (from 1 July
2025, Nghị quyết 202/2025/QH15) are kept and hung under one national unit VN.
"""

import csv
import sys
from collections import Counter
from pathlib import Path

TARGET = Path(__file__).resolve().parent.parent / "src/giaoban/data/vietnam/units.csv"
COLUMNS = ["code", "name", "kind", "parent_code", "opened_on", "closed_on"]
OPENED_ON = "2025-07-01"
NATION = ["VN", "Việt Nam", "quốc gia", "", "", ""]
EXPECTED = {"province": 34, "commune": 3321}


def main(source: Path) -> None:
    with source.open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["era"] == "since"]
    found = Counter(row["level"] for row in rows)
    if found != EXPECTED:
        raise SystemExit(f"expected {EXPECTED}, found {dict(found)}")
    rows.sort(key=lambda row: (row["level"] != "province", row["code"]))
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    with TARGET.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerow(NATION)
        writer.writerows(
            [row["code"], row["name"], row["kind"], row["parent_code"] or "VN", OPENED_ON, ""]
            for row in rows
        )


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    main(Path(sys.argv[1]))
