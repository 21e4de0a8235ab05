"""The dictionary of indicators as a TOML file: what does it say, and how is it written?

`[[entries]]` with `code`, `name`, `kind`, `measure`, `definition`, `source`, `over_time`,
`over_units` (docs/contracts.md).
"""

from collections.abc import Iterable

from giaoban.exchange.reporting.regime_file_writer import toml_block
from giaoban.exchange.reporting.toml_tables import TomlTable, parsed_toml
from giaoban.rules.reporting.dictionary import EntryText, entry_problems, settled
from giaoban.rules.reporting.indicators import TYPED_NUMBERS
from giaoban.rules.reporting.placed_problems import PlacedProblem, placed


def read_dictionary(content: bytes) -> tuple[list[EntryText], list[PlacedProblem]]:
    """The entries and everything that is wrong with them, each with its place."""
    written, problems = parsed_toml(content)
    if written is None:
        return [], problems
    top = TomlTable(written, (), problems)
    entries = []
    codes: dict[str, int] = {}
    for number, table in enumerate(top.tables("entries"), start=1):
        entry = _entry(table)
        entries.append(entry)
        named = {problem.place for problem in problems}
        found = (
            PlacedProblem(("entries", number, *problem.place), problem.problem)
            for problem in entry_problems(entry)
        )
        problems += [problem for problem in found if problem.place not in named]
        first = codes.setdefault(entry.code, number)
        if first != number:
            place = ("entries", number, "code")
            problems.append(placed(place, "repeated_code", code=entry.code, first=first))
    top.close()
    return entries, problems


def write_dictionary(entries: Iterable[EntryText]) -> bytes:
    """The file, entries in the order of their codes; the same entries give the same bytes."""
    blocks = []
    for entry in sorted(entries, key=lambda one: one.code):
        adds_up = entry.kind in TYPED_NUMBERS
        written = {
            "code": entry.code,
            "name": entry.name,
            "kind": entry.kind,
            "measure": entry.measure,
            "definition": entry.definition,
            "source": entry.source,
            "over_time": entry.over_time if adds_up and entry.over_time != "sum" else None,
            "over_units": entry.over_units if adds_up and entry.over_units != "sum" else None,
        }
        blocks.append(toml_block("[[entries]]", written))
    return "\n".join(blocks).encode()


def _entry(table: TomlTable) -> EntryText:
    entry = EntryText(
        code=table.text("code", is_needed=True),
        name=table.text("name", is_needed=True),
        kind=table.text("kind", is_needed=True),
        measure=table.text("measure"),
        over_time=table.text("over_time"),
        over_units=table.text("over_units"),
        definition=table.text("definition"),
        source=table.text("source"),
    )
    table.close()
    return settled(entry)
