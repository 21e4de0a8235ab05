"""The consolidated annex in the workbook that the committee uses."""

from giaoban.exchange.reporting.committee_workbook import annex
from giaoban.exchange.reporting.template_choice import content_of
from giaoban.queries.reporting.workbook_maps import workbook_in_use
from giaoban.rules.problems import RuleError
from giaoban.rules.reporting.consolidated_facts import ConsolidatedFacts
from giaoban.rules.reporting.workbook_marks import read


def annex_workbook(regime_id: int, facts: ConsolidatedFacts, period_title: str) -> bytes:
    """The .xlsx with the figures of the report in its cells; `period_title` is its period in words.

    Raises RuleError `no_workbook_in_use` where the regime uses none, and `file_damaged`.
    """
    in_use = workbook_in_use(regime_id)
    if in_use is None:
        raise RuleError("no_workbook_in_use")
    content = content_of(in_use)
    if content is None:
        raise RuleError("file_damaged")
    return annex(
        content,
        read(in_use.marks),
        unit=facts.unit.name,
        unit_code=facts.unit.code,
        period=period_title,
        numbers={code: compared.now for code, compared in facts.unit.figures.items()},
    )
