"""Breakdowns, their projects, tables and lists in a regime's TOML file: read and written.

The keys are described in docs/contracts.md.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from giaoban.exchange.reporting.toml_tables import TomlTable
from giaoban.rules.reporting.regime_facts import FormText
from giaoban.rules.reporting.structure_texts import (
    BreakdownSource,
    BreakdownText,
    CategoryText,
    ColumnKind,
    ColumnText,
    ListText,
    PartsRule,
    ProjectText,
    RowText,
    TableText,
)

Block = tuple[str, Mapping[str, Any]]
"""The head of a TOML table and its keys, None for what is left out."""


def read_projects(top: TomlTable) -> tuple[ProjectText, ...]:
    projects = []
    for table in top.tables("projects"):
        code, name = _head(table)
        projects.append(
            ProjectText(
                code=code,
                name=name,
                donors=tuple(table.texts("donors")),
                starts_on=table.day("starts_on"),
                ends_on=table.day("ends_on"),
                units=tuple(sorted(table.texts("units"))),
            )
        )
        table.close()
    return tuple(projects)


def read_breakdowns(
    top: TomlTable, projects: Sequence[ProjectText] = ()
) -> tuple[BreakdownText, ...]:
    """One of projects that names no categories has all the projects of the file."""
    breakdowns = []
    for table in top.tables("breakdowns"):
        categories = []
        for inner in table.tables("categories"):
            categories.append(CategoryText(*_head(inner)))
            inner.close()
        code, name = _head(table)
        rule = table.text("rule", PartsRule.EQUAL)
        source = table.text("source")
        if source == BreakdownSource.PROJECTS and not categories:
            categories = [CategoryText(project.code, project.name) for project in projects]
        breakdowns.append(BreakdownText(code, name, rule, tuple(categories), source))
        table.close()
    return tuple(breakdowns)


def read_tables(top: TomlTable) -> tuple[TableText, ...]:
    tables = []
    for table in top.tables("tables"):
        code, name = _head(table)
        section = table.text("section")
        rows = []
        for inner in table.tables("rows"):
            rows.append(RowText(*_head(inner), is_total=inner.flag("total")))
            inner.close()
        columns = tuple(_table_column(inner) for inner in table.tables("columns"))
        tables.append(TableText(code, name, section, tuple(rows), columns))
        table.close()
    return tuple(tables)


def read_lists(top: TomlTable) -> tuple[ListText, ...]:
    lists = []
    for table in top.tables("lists"):
        code, name = _head(table)
        section, measure = table.text("section"), table.text("measure")
        columns = tuple(_list_column(inner) for inner in table.tables("columns"))
        lists.append(ListText(code, name, section, measure, columns))
        table.close()
    return tuple(lists)


def _head(table: TomlTable) -> tuple[str, str]:
    return table.text("code", is_needed=True), table.text("name", is_needed=True)


def _table_column(table: TomlTable) -> ColumnText:
    code, name = _head(table)
    column = ColumnText(
        code=code,
        name=name,
        kind=table.text("kind", is_needed=True),
        measure=table.text("measure"),
        is_required=table.flag("required"),
        minimum=table.number("min"),
        maximum=table.number("max"),
        decimals=table.whole("decimals"),
        over_time=table.text("over_time", "sum"),
        over_units=table.text("over_units", "sum"),
    )
    table.close()
    return column


def _list_column(table: TomlTable) -> ColumnText:
    code, name = _head(table)
    column = ColumnText(
        code=code,
        name=name,
        kind=table.text("kind", is_needed=True),
        measure=table.text("measure"),
        is_required=table.flag("required"),
        decimals=table.whole("decimals"),
        choices=tuple(table.texts("choices")),
    )
    table.close()
    return column


def breakdown_blocks(form: FormText) -> Iterator[Block]:
    for breakdown in form.breakdowns:
        rule = None if breakdown.rule == PartsRule.EQUAL else breakdown.rule
        head = {
            "code": breakdown.code,
            "name": breakdown.name,
            "rule": rule,
            "source": breakdown.source,
        }
        yield "[[breakdowns]]", head
        for category in breakdown.categories:
            head = {"code": category.code, "name": category.name}
            yield "[[breakdowns.categories]]", head


def project_blocks(projects: Iterable[ProjectText]) -> Iterator[Block]:
    for project in projects:
        yield (
            "[[projects]]",
            {
                "code": project.code,
                "name": project.name,
                "donors": list(project.donors),
                "starts_on": project.starts_on,
                "ends_on": project.ends_on,
                "units": list(project.units),
            },
        )


def table_blocks(form: FormText) -> Iterator[Block]:
    for table in form.tables:
        yield "[[tables]]", {"code": table.code, "name": table.name, "section": table.section}
        for row in table.rows:
            yield "[[tables.rows]]", {"code": row.code, "name": row.name, "total": row.is_total}
        for column in table.columns:
            yield "[[tables.columns]]", _column(column)


def list_blocks(form: FormText) -> Iterator[Block]:
    for listed in form.lists:
        head = {
            "code": listed.code,
            "name": listed.name,
            "section": listed.section,
            "measure": listed.measure,
        }
        yield "[[lists]]", head
        for column in listed.columns:
            yield "[[lists.columns]]", _column(column)


def _column(column: ColumnText) -> Mapping[str, Any]:
    adds_up = column.kind in {ColumnKind.COUNT, ColumnKind.AMOUNT, ColumnKind.YES_NO}
    return {
        "code": column.code,
        "name": column.name,
        "kind": column.kind,
        "measure": column.measure,
        "required": column.is_required,
        "min": written_number(column.minimum),
        "max": written_number(column.maximum),
        "choices": list(column.choices),
        "decimals": column.decimals,
        "over_time": column.over_time if adds_up and column.over_time != "sum" else None,
        "over_units": column.over_units if adds_up and column.over_units != "sum" else None,
    }


def written_number(number: float | None) -> int | float | None:
    """Whole numbers without a point, as a person would write them."""
    if number is None or not number.is_integer() or abs(number) >= 1e15:
        return number
    return int(number)
