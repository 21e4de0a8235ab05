"""What the checks say of a version as it stands, beside what was explained."""

from giaoban.models import Version
from giaoban.queries.reporting.answers import Answers, answers_of, comparison
from giaoban.queries.reporting.forms import form_facts
from giaoban.queries.reporting.list_rows import rows_of
from giaoban.queries.reporting.projects import unasked_codes
from giaoban.rules.reporting.checks import Finding, findings
from giaoban.rules.reporting.list_rows import row_findings


def findings_of(
    version: Version, *, is_draft: bool = False, answers: Answers | None = None
) -> list[Finding]:
    """The findings of the version's own form over this period, the last and last year's.

    `answers` saves reading the version's own again.
    """
    unit_id = version.submission.unit_id
    facts = form_facts(version.form)
    answers = answers or answers_of(version)
    earlier = comparison(version.submission.period, [unit_id], facts.compared_codes)
    found = findings(
        facts.indicators,
        facts.checks,
        answers.numbers,
        answers.texts,
        earlier.previous.get(unit_id, Answers()).numbers,
        earlier.last_year.get(unit_id, Answers()).numbers,
        nothing_arose=version.nothing_arose,
        is_draft=is_draft,
        unasked=unasked_codes(facts, version.submission.period, [unit_id])[unit_id],
    )
    if facts.lists:
        found += row_findings(facts.lists, rows_of(version), is_draft=is_draft)
    return found
