"""How are breakdowns, tables and lists taken from the designer's page, and shown on it again?"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from giaoban.rules.reporting.block_editing import (
    code_from_name,
    put_breakdown,
    put_list,
    put_table,
)
from giaoban.rules.reporting.regime_facts import FormText
from giaoban.rules.reporting.structure_texts import (
    TABLE_KINDS,
    BreakdownSource,
    BreakdownText,
    CategoryText,
    ColumnKind,
    ColumnText,
    ListText,
    RowText,
    TableText,
)
from giaoban.web.reporting.designer_fields import (
    BreakdownForm,
    ListColumnForm,
    ListForm,
    NamedForm,
    ProjectBreakdownForm,
    TableColumnForm,
    TableForm,
    TableRowForm,
    lines,
    written_number,
)
from giaoban.web.reporting.designer_rows import RowGroup

Rows = Sequence[Mapping[str, Any]]
Block = BreakdownText | TableText | ListText


@dataclass(frozen=True)
class BlockKind:
    """What differs between the three pages; `key` is the table of the file."""

    key: str
    title: Promise
    head_form: type[forms.Form]
    groups: Callable[[], list[RowGroup]]
    of: Callable[[FormText], Sequence[Any]]
    built: Callable[[Mapping[str, Any], Mapping[str, Rows], set[str]], Any]
    put: Callable[[FormText, Any, str], FormText]


def _rows_group() -> RowGroup:
    return RowGroup("rows", gettext_lazy("Rows"), gettext_lazy("Add a row"), TableRowForm)


def _columns_group(row_form: type[forms.Form]) -> RowGroup:
    return RowGroup("columns", gettext_lazy("Columns"), gettext_lazy("Add a column"), row_form)


def _coded(rows: Rows) -> list[tuple[str, Mapping[str, Any]]]:
    """The rows with their codes; one is made where only a name was given."""
    taken = {row["code"].strip() for row in rows if row["code"].strip()}
    coded = []
    for row in rows:
        code = row["code"].strip() or code_from_name(row["name"], taken)
        taken.add(code)
        coded.append((code, row))
    return coded


def _head(given: Mapping[str, Any], taken: set[str]) -> tuple[str, str]:
    name = given["name"].strip()
    return given["code"].strip() or code_from_name(name, taken), name


def _breakdown(
    given: Mapping[str, Any], rows: Mapping[str, Rows], taken: set[str]
) -> BreakdownText:
    categories = (CategoryText(c, row["name"].strip()) for c, row in _coded(rows["categories"]))
    return BreakdownText(*_head(given, taken), given["rule"], tuple(categories))


def _of_projects(
    given: Mapping[str, Any], rows: Mapping[str, Rows], taken: set[str]
) -> BreakdownText:
    categories = tuple(CategoryText(code, name) for code, name in given["projects"])
    return BreakdownText(
        *_head(given, taken), given["rule"], categories, BreakdownSource.PROJECTS.value
    )


def _table(given: Mapping[str, Any], rows: Mapping[str, Rows], taken: set[str]) -> TableText:
    code, name = _block_head(given, taken)
    of_rows = (RowText(c, row["name"].strip(), row["is_total"]) for c, row in _coded(rows["rows"]))
    columns = (_column(c, row) for c, row in _coded(rows["columns"]))
    return TableText(code, name, given["section"], tuple(of_rows), tuple(columns))


def _list(given: Mapping[str, Any], rows: Mapping[str, Rows], taken: set[str]) -> ListText:
    code, name = _block_head(given, taken)
    columns = (_column(c, row) for c, row in _coded(rows["columns"]))
    return ListText(code, name, given["section"], given["measure"].strip(), tuple(columns))


def _block_head(given: Mapping[str, Any], taken: set[str]) -> tuple[str, str]:
    """A code of its own begins with a letter, since every generated one begins with it."""
    code, name = _head(given, taken)
    return (f"t_{code}" if code[:1].isdigit() and not given["code"].strip() else code), name


def _column(code: str, given: Mapping[str, Any]) -> ColumnText:
    """What was typed, without the settings that the kind does not have."""
    kind = given["kind"]
    has_bounds = kind in {ColumnKind.COUNT, ColumnKind.AMOUNT}
    adds_up = kind in TABLE_KINDS
    return ColumnText(
        code=code,
        name=given["name"].strip(),
        kind=kind,
        measure=given["measure"].strip() if has_bounds else "",
        is_required=given["is_required"],
        minimum=given.get("minimum") if has_bounds else None,
        maximum=given.get("maximum") if has_bounds else None,
        decimals=given["decimals"] if kind == ColumnKind.AMOUNT else None,
        choices=lines(given.get("choices", "")) if kind == ColumnKind.CHOICE else (),
        over_time=(given.get("over_time") if adds_up else "") or "sum",
        over_units=(given.get("over_units") if adds_up else "") or "sum",
    )


def shown_rows(block: Block, key: str) -> list[dict[str, Any]]:
    """The rows, columns or categories as their forms begin."""
    shown = []
    for row in getattr(block, key):
        content = asdict(row)
        if key == "columns":
            content["minimum"] = written_number(row.minimum)
            content["maximum"] = written_number(row.maximum)
            content["choices"] = "\n".join(row.choices)
        shown.append(content)
    return shown


BREAKDOWN = BlockKind(
    key="breakdowns",
    title=gettext_lazy("By what are figures broken down?"),
    head_form=BreakdownForm,
    groups=lambda: [
        RowGroup(
            "categories", gettext_lazy("Categories"), gettext_lazy("Add a category"), NamedForm
        )
    ],
    of=lambda text: text.breakdowns,
    built=_breakdown,
    put=put_breakdown,
)
PROJECTS = BlockKind(
    key="breakdowns",
    title=gettext_lazy("About which projects are figures asked?"),
    head_form=ProjectBreakdownForm,
    groups=list,
    of=lambda text: text.breakdowns,
    built=_of_projects,
    put=put_breakdown,
)
TABLE = BlockKind(
    key="tables",
    title=gettext_lazy("Which rows and columns does the table have?"),
    head_form=TableForm,
    groups=lambda: [_rows_group(), _columns_group(TableColumnForm)],
    of=lambda text: text.tables,
    built=_table,
    put=put_table,
)
LIST = BlockKind(
    key="lists",
    title=gettext_lazy("What is listed, row by row?"),
    head_form=ListForm,
    groups=lambda: [_columns_group(ListColumnForm)],
    of=lambda text: text.lists,
    built=_list,
    put=put_list,
)


def usual_breakdowns() -> dict[str, BreakdownText]:
    """Those that most committees begin from, in the language of the page."""
    return {
        "project": BreakdownText(
            "project", _("Project"), "equal", source=BreakdownSource.PROJECTS.value
        ),
        "sex": BreakdownText(
            "sex",
            _("Sex"),
            "equal",
            (CategoryText("female", _("Female")), CategoryText("male", _("Male"))),
        ),
        "age": BreakdownText(
            "age",
            _("Age group"),
            "equal",
            (
                CategoryText("under_16", _("Under 16")),
                CategoryText("16_59", _("16 to 59")),
                CategoryText("60_up", _("60 and over")),
            ),
        ),
        "disability": BreakdownText(
            "disability",
            _("Disability"),
            "at_most",
            (CategoryText("disabled", _("People with disabilities")),),
        ),
    }
