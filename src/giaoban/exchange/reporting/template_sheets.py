"""The sheets beside the form in a report's workbook: its checks with room for reasons, and how to
fill it in."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _
from xlsxwriter.worksheet import Worksheet

from giaoban.exchange.reporting.check_wording import check_words
from giaoban.exchange.reporting.template_layout import (
    CHECK_LEVEL,
    CHECK_MESSAGE,
    CHECK_NUMBER,
    CHECK_RAW,
    CHECK_REASON,
    CHECK_RESULT,
    CHECKS_HEADER_ROW,
    cell_name,
)
from giaoban.exchange.reporting.template_styles import Styles, highlight
from giaoban.queries.reporting.template_facts import FormOfPeriod
from giaoban.rules.reporting.checks import CheckFacts, CheckLevel
from giaoban.rules.reporting.formulas import Outcome

_STORED: dict[Outcome, bool | str] = {
    Outcome.HOLDS: True,
    Outcome.FAILS: False,
    Outcome.NOT_EVALUATED: "",
}


def write_checks(
    sheet: Worksheet,
    styles: Styles,
    checks: Sequence[CheckFacts],
    names: Mapping[str, str],
    formulas: Sequence[str],
    outcomes: Sequence[Outcome],
    reasons: Mapping[int, str],
) -> None:
    """One row a check: what must hold, whether it does, and the unit's reason for a warning."""
    of = styles.of
    sheet.hide_gridlines(2)
    for column, width in ((0, 5), (1, 70), (2, 14), (3, 20), (4, 50)):
        sheet.set_column(column, column, width, of("plain"))
    sheet.set_column(CHECK_RAW, CHECK_RAW, 8, of("plain"), {"hidden": True})
    sheet.write_string(0, 0, _("Checks of the figures"), of("head"))
    asked = _("An error must be mended. For a warning, mend the figure or give the reason.")
    sheet.write_string(1, 0, asked, of("state"))
    headings = (_("No."), _("What must hold"), _("Kind"), _("Result"), _("Reason of the unit"))
    for column, heading in enumerate(headings):
        sheet.write_string(CHECKS_HEADER_ROW, column, heading, of("header"))
    for index, check in enumerate(checks):
        row = CHECKS_HEADER_ROW + 1 + index
        is_warning = check.level is CheckLevel.WARNING
        sheet.write_number(row, CHECK_NUMBER, index + 1, of("number"))
        sheet.write_string(row, CHECK_MESSAGE, check_words(check, names), of("name"))
        kind = _("Warning") if is_warning else _("Error")
        sheet.write_string(row, CHECK_LEVEL, kind, of("number"))
        _write_result(sheet, styles, row, outcomes[index])
        if is_warning:
            sheet.write(row, CHECK_REASON, reasons.get(index, ""), of("note"))
        else:
            sheet.write_blank(row, CHECK_REASON, None, of("result"))
        sheet.write_formula(row, CHECK_RAW, formulas[index], None, _STORED[outcomes[index]])
    first, last = CHECKS_HEADER_ROW + 1, CHECKS_HEADER_ROW + len(checks)
    criteria = f"=${cell_name(first, CHECK_RAW)}=FALSE"
    sheet.conditional_format(
        first,
        CHECK_RESULT,
        last,
        CHECK_RESULT,
        {"type": "formula", "criteria": criteria, "format": highlight(styles, "failed")},
    )
    sheet.freeze_panes(CHECKS_HEADER_ROW + 1, 0)
    sheet.protect("", {"format_columns": True, "format_rows": True})
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def write_instructions(sheet: Worksheet, styles: Styles, shared: FormOfPeriod) -> None:
    """How to fill the workbook in, step by step, then the guidance of the regime."""
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 100, styles.of("paragraph"))
    steps = [
        _("How to fill in this workbook"),
        _("1. Fill in the white cells of the column “This period”; everything else is locked."),
        _("2. Leave a cell empty where you have no figure. Type 0 only where the figure is 0."),
        _("   Choose “est.” beside a figure that is an estimate; replace it by the figure later."),
        _("3. Where nothing arose in the period, choose Yes at the top and leave the rest empty."),
        _("4. The last column says what still has to be mended. It must be empty in the end."),
        _("5. On the sheet “Checks”, give the reason for each warning that you cannot mend."),
        _("6. Do not move, insert or delete rows, and do not rename sheets."),
        _("7. Save as .xlsx without a password and send the file; its name does not matter."),
        _("This workbook serves this unit and this period only. Ask for a new one each period."),
    ]
    sheet.write_string(0, 0, steps[0], styles.of("head"))
    for row, step in enumerate(steps[1:], start=1):
        sheet.write_string(row, 0, step, styles.of("paragraph"))
    if shared.period.regime.guidance:
        sheet.write_string(len(steps) + 1, 0, _("Guidance of the regime"), styles.of("head"))
        text = shared.period.regime.guidance
        sheet.write_string(len(steps) + 2, 0, text[:32_000], styles.of("paragraph"))
    helped = [asked for asked in shared.text.asked if asked.help]
    row = len(steps) + 4
    if helped:
        sheet.write_string(row, 0, _("What the indicators mean"), styles.of("head"))
    for offset, asked in enumerate(helped, start=1):
        text = f"{asked.name}: {asked.help}"
        sheet.write_string(row + offset, 0, text[:32_000], styles.of("paragraph"))
    sheet.protect()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def _write_result(sheet: Worksheet, styles: Styles, row: int, outcome: Outcome) -> None:
    raw = cell_name(row, CHECK_RAW)
    holds, fails = _("Holds"), _("Does not hold")
    shown = {Outcome.HOLDS: holds, Outcome.FAILS: fails, Outcome.NOT_EVALUATED: ""}
    formula = f'=IF({raw}="","",IF({raw},"{holds}","{fails}"))'
    sheet.write_formula(row, CHECK_RESULT, formula, styles.of("result"), shown[outcome])
