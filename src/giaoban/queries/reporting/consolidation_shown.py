"""Which indicators and tables does a consolidated report show, by which words, in which place?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from giaoban.models import Form, Period
from giaoban.queries.reporting.form_structure import form_breakdowns, form_tables
from giaoban.queries.reporting.measures import Measure, Measures
from giaoban.queries.reporting.projects import donors_in
from giaoban.rules.reporting.consolidated_facts import (
    GridColumn,
    GridRow,
    ShownGrid,
    ShownIndicator,
)
from giaoban.rules.reporting.form_structure import generated_code
from giaoban.rules.reporting.indicators import IndicatorKind, OverTime
from giaoban.rules.reporting.projects import donor_of, may_be_summed
from giaoban.rules.reporting.structure_texts import BreakdownText


@dataclass(frozen=True)
class Divisions:
    """Breakdowns by code as the newest form has them; of projects the donors, by their code."""

    named: Mapping[str, BreakdownText]
    donors: Mapping[str, Sequence[str]]
    is_derived: bool

    def of_project(self, measure: Measure) -> dict[str, Any]:
        """What a figure says of its project; nothing for every other figure."""
        breakdown = self.named.get(measure.place.breakdown)
        if breakdown is None or not breakdown.is_of_projects:
            return {}
        return {
            "is_of_project": True,
            "donor": donor_of(self.donors.get(measure.place.category, ())),
            "may_be_summed": may_be_summed(
                measure.over_time, measure.over_units, is_derived=self.is_derived
            ),
        }


def divisions_of(forms: Sequence[Form], period: Period) -> Divisions:
    """No query where nothing is asked by project."""
    named = {each.code: each for form in forms for each in form_breakdowns(form)}
    has_projects = any(each.is_of_projects for each in named.values())
    donors = donors_in(period.regime) if has_projects else {}
    return Divisions(named, donors, not period.is_reported)


def shown_grids(form: Form) -> tuple[ShownGrid, ...]:
    """The form's tables of rows and columns, with the codes of their cells."""
    return tuple(
        ShownGrid(
            name=table.name,
            columns=tuple(GridColumn(column.name, column.measure) for column in table.columns),
            rows=tuple(
                GridRow(
                    row.name,
                    row.is_total,
                    tuple(
                        generated_code(table.code, row.code, column.code)
                        for column in table.columns
                    ),
                )
                for row in table.rows
            ),
        )
        for table in form_tables(form)
    )


def shown_indicator(measure: Measure, measures: Measures, divisions: Divisions) -> ShownIndicator:
    """An indicator as the report lists it: its words, and where in the form it stands."""
    breakdown = divisions.named.get(measure.place.breakdown)
    codes = (measure.numerator, measure.denominator) if measure.is_ratio else (measure.code,)
    return ShownIndicator(
        code=measure.code,
        name=measure.name,
        measure=measure.unit_of_measure,
        is_ratio=measure.is_ratio,
        decimals=0 if measure.kind is IndicatorKind.YES_NO else measure.decimals,
        section=measure.section,
        better=measure.better.value,
        adds_up=all(
            measures[code].over_time in {OverTime.SUM, OverTime.CUMULATIVE} for code in codes
        ),
        label=measure.label or measure.name,
        part_of=measure.place.part_of,
        depth=measure.place.depth,
        breakdown=measure.place.breakdown,
        breakdown_name=breakdown.name if breakdown else "",
        category=measure.place.category,
        table=measure.place.table,
        list=measure.place.list,
        column=measure.place.column,
        **divisions.of_project(measure),
    )
