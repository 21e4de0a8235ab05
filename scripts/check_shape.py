"""Is every file small, named in plain words, and opened by a sentence that says what it is for?

The limits are those of CONTRIBUTING.md: what a reader can hold in the head at once.
"""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = ("src", "tests", "scripts", "benchmarks")
KINDS = {".py", ".html", ".css", ".js", ".sh", ".typ"}
MOST_LINES = 500
# Words that say nothing: whatever has no home of its own ends up behind them.
EMPTY_WORDS = {
    *("utils", "util", "helpers", "helper", "common", "core", "manager", "managers"),
    *("service", "services", "handler", "handlers", "process", "info", "misc"),
}
NOT_OURS = {"migrations", "vendor", "__pycache__"}


def our_files() -> Iterator[Path]:
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in KINDS and not NOT_OURS & set(path.parts):
                yield path


def faults_of(path: Path) -> Iterator[str]:
    text = path.read_text(encoding="utf-8")
    lines = text.count("\n")
    if lines > MOST_LINES:
        yield f"{lines} lines; split it (at most {MOST_LINES})"
    empty = EMPTY_WORDS & {part.removesuffix(path.suffix) for part in path.relative_to(ROOT).parts}
    if empty:
        yield f"the name {', '.join(sorted(empty))} says nothing"
    is_module = path.suffix == ".py" and not (path.name == "__init__.py" and not text.strip())
    if is_module and not ast.get_docstring(ast.parse(text)):
        yield "opens with no sentence that says what it is for"


def main() -> int:
    faults = [
        f"{path.relative_to(ROOT)}: {fault}" for path in our_files() for fault in faults_of(path)
    ]
    if faults:
        print("\n".join(faults))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
