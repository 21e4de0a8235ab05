"""When an obligation is due, once or again and again; and what words mean which term."""

from datetime import date

import pytest

from giaoban.rules.register.due_words import read_term
from giaoban.rules.register.terms import (
    Every,
    Occurrence,
    Term,
    TermKind,
    due_on,
    occurrences,
    spans_begun,
    term_problems,
)
from giaoban.rules.reporting.working_days import public_calendar

CALENDAR = public_calendar([2026, 2027])
DATED = date(2026, 11, 20)


def on(year, month, day):
    return Term(TermKind.DATE, on=date(year, month, day))


def each(every, day, until=None):
    return Term(TermKind.RECURRING, every=every, day=day, until=until)


@pytest.mark.parametrize(
    "term, expected",
    [
        (Term(), None),
        (on(2026, 12, 15), date(2026, 12, 15)),
        # Culture Day, 24 November, and New Year's day are not counted.
        (Term(TermKind.WORKING_DAYS, working_days=5), date(2026, 11, 30)),
        (Term(TermKind.WORKING_DAYS, working_days=30), date(2027, 1, 5)),
    ],
)
def test_what_happens_once_is_due_on_a_day_or_so_many_working_days_later(term, expected):
    assert due_on(term, DATED, CALENDAR) == expected


@pytest.mark.parametrize(
    "term, upto, expected",
    [
        (
            each(Every.MONTH, 20),
            date(2027, 1, 31),
            # 20 December 2026 is a Sunday.
            [("2026-11", (11, 20)), ("2026-12", (12, 18)), ("2027-01", (1, 20))],
        ),
        (each(Every.MONTH, 19), date(2026, 12, 31), [("2026-12", (12, 18))]),
        (
            each(Every.QUARTER, 31),
            date(2027, 3, 31),
            [("2026Q4", (12, 31)), ("2027Q1", (3, 31))],
        ),
        (each(Every.HALF, 15), date(2027, 1, 31), [("2026H2", (12, 15))]),
        (each(Every.YEAR, 31), date(2026, 12, 31), [("2026", (12, 31))]),
        (
            each(Every.MONTH, 31, until=date(2026, 12, 1)),
            date(2027, 6, 30),
            [("2026-11", (11, 30))],
        ),
    ],
)
def test_a_recurring_one_is_due_in_each_span_from_the_document_on(term, upto, expected):
    found = occurrences(term, DATED, upto, CALENDAR)
    assert [(each.key, (each.due_on.month, each.due_on.day)) for each in found] == expected


def test_what_happens_once_is_one_occurrence_however_far_away():
    far = on(2030, 1, 1)
    assert occurrences(far, DATED, DATED, CALENDAR) == [Occurrence("", date(2030, 1, 1))]


@pytest.mark.parametrize(
    "term, codes",
    [
        (Term(), []),
        (Term(TermKind.DATE), ["term_needs_date"]),
        (on(9999, 12, 31), ["term_out_of_reach"]),
        (on(26, 12, 31), ["term_out_of_reach"]),
        (Term(TermKind.WORKING_DAYS, working_days=0), ["term_needs_working_days"]),
        (Term(TermKind.RECURRING, day=32), ["term_needs_every", "term_day_out_of_range"]),
        (each(Every.MONTH, 25), []),
    ],
)
def test_a_term_that_says_too_little_is_named(term, codes):
    assert [problem.code for problem in term_problems(term)] == codes


@pytest.mark.parametrize(
    "words, expected",
    [
        ("15/12/2026", on(2026, 12, 15)),
        ("trước ngày 15/12/2026", on(2026, 12, 15)),
        ("Trước ngày 05.01.2027", on(2027, 1, 5)),
        ("ngày 5 tháng 1 năm 2027", on(2027, 1, 5)),
        ("2026-12-15 00:00:00", on(2026, 12, 15)),
        ("Tháng 12/2026", on(2026, 12, 31)),
        ("trong tháng 02 năm 2027", on(2027, 2, 28)),
        ("12/2026", on(2026, 12, 31)),
        ("Quý IV/2026", on(2026, 12, 31)),
        ("Quý 1 năm 2027", on(2027, 3, 31)),
        ("6 tháng đầu năm 2027", on(2027, 6, 30)),
        ("Năm 2027", on(2027, 12, 31)),
        ("Hết năm 2027", on(2027, 12, 31)),
        ("15 ngày làm việc", Term(TermKind.WORKING_DAYS, working_days=15)),
        (
            "trong thời hạn 05 ngày làm việc kể từ ngày ban hành",
            Term(TermKind.WORKING_DAYS, working_days=5),
        ),
        ("Hằng tháng", each(Every.MONTH, 31)),
        ("Hàng quý, trước ngày 20", each(Every.QUARTER, 20)),
        ("Định kỳ hằng tháng, trước ngày 25 của tháng cuối", each(Every.MONTH, 25)),
        ("Định kỳ 6 tháng", each(Every.HALF, 31)),
        ("Hằng năm", each(Every.YEAR, 31)),
        ("Thường xuyên", Term()),
        ("Thường xuyên, hằng năm", Term()),
        ("1.000 ngày làm việc", Term(TermKind.WORKING_DAYS, working_days=1000)),
        ("ngày 15 tháng 12/2026", on(2026, 12, 15)),
        ("15 tháng 12 năm 2026", on(2026, 12, 15)),
        ("trước 17 giờ 30 ngày 15/12/2026", on(2026, 12, 15)),
        ("17h00 ngày 15 tháng 12 năm 2026", on(2026, 12, 15)),
        ("Thường xuyên, xong trước 15/12/2026", on(2026, 12, 15)),
        ("Hằng năm, trước ngày 15/12", each(Every.YEAR, 15)),
        ("trước ngày 15 tháng 12 hằng năm", each(Every.YEAR, 15)),
        ("định kỳ sáu tháng một lần, trước ngày 20/6 và 20/12", each(Every.HALF, 20)),
        ("ngày 25 hằng tháng", each(Every.MONTH, 25)),
        ("hằng quý, ngày cuối cùng của quý", each(Every.QUARTER, 31)),
        (
            "hằng tháng, đến hết ngày 31/12/2027, trước ngày 5",
            each(Every.MONTH, 5, until=date(2027, 12, 31)),
        ),
        ("hằng quý, đến hết quý II/2027", each(Every.QUARTER, 31, until=date(2027, 6, 30))),
        (
            "10 ngày làm việc sau khi nhận được văn bản này",
            Term(TermKind.WORKING_DAYS, working_days=10),
        ),
        ("", Term()),
        # Not guessed:
        ("hằng năm, trước ngày 15/3", None),
        ("hằng quý, trước ngày 05 tháng đầu quý sau", None),
        ("hằng tháng, trước ngày 05 tháng sau", None),
        ("hằng tháng, ngày 10 và ngày 25", None),
        ("hằng quý, hằng năm", None),
        ("hằng tháng, quý, năm", None),
        ("hằng tháng, đến năm 2027", None),
        ("hằng tháng, đến ngày 31/02/2027", None),
        ("thường xuyên từ ngày 01/01/2027", None),
        ("sau ngày 15/12/2026", None),
        ("kể từ ngày 15/12/2026", None),
        ("15/12/2026 và 20/12", None),
        ("trước tháng 12/2026", None),
        ("10 ngày đầu tháng 12/2026", None),
        ("sau quý IV/2026", None),
        ("quý III và quý IV/2026", None),
        ("5 ngày làm việc sau khi kết thúc quý", None),
        ("03 ngày làm việc kể từ ngày nhận đủ hồ sơ", None),
        ("05 ngày làm việc trước ngày họp", None),
        ("31/02/2027", None),
        ("sớm nhất có thể", None),
        ("từ 01/12/2026 đến 31/12/2026", None),
        ("tháng 13/2026", None),
        ("0 ngày làm việc", None),
        ("theo tiến độ chung", None),
    ],
)
def test_the_words_of_an_annex_mean_a_term_or_are_said_not_to(words, expected):
    assert read_term(words).term == expected


@pytest.mark.parametrize(
    "words, expected",
    [
        ("15 December 2026", on(2026, 12, 15)),
        ("by 15 Dec 2026", on(2026, 12, 15)),
        ("by 30/11/2026", on(2026, 11, 30)),
        ("December 15th, 2026", on(2026, 12, 15)),
        ("by the 5th of May 2027", on(2027, 5, 5)),
        ("Q4 2026", on(2026, 12, 31)),
        ("by the end of the first quarter of 2027", on(2027, 3, 31)),
        ("H1 2027", on(2027, 6, 30)),
        ("by the end of February 2027", on(2027, 2, 28)),
        ("by the end of 2026", on(2026, 12, 31)),
        ("within 10 working days", Term(TermKind.WORKING_DAYS, working_days=10)),
        ("1,000 working days after issue", Term(TermKind.WORKING_DAYS, working_days=1000)),
        ("every month", each(Every.MONTH, 31)),
        ("Monthly, by the 5th", each(Every.MONTH, 5)),
        ("every quarter, by day 20 of its last month", each(Every.QUARTER, 20)),
        ("every six months", each(Every.HALF, 31)),
        ("each year, by 14 December", each(Every.YEAR, 14)),
        ("annually", each(Every.YEAR, 31)),
        (
            "Every month, until 31 Dec 2027",
            each(Every.MONTH, 31, until=date(2027, 12, 31)),
        ),
        (
            "every month by day 5, until the end of 2027",
            each(Every.MONTH, 5, until=date(2027, 12, 31)),
        ),
        ("continuous", Term()),
        ("Ongoing", Term()),
        ("no deadline", Term()),
        # Not guessed:
        ("31 February 2027", None),
        ("1 December 2026 to 31 December 2026", None),
        ("as soon as possible", None),
        ("before December 2026", None),
        ("2026", None),
        ("by the 5th of the following month, every month", None),
        ("within 5 working days after each quarter", None),
        ("every month, by the 5th working day", None),
        ("every year, by 15 March", None),
        ("every month, until 31 February 2027", None),
        ("after 15 December 2026", None),
        ("5 working days after the quarter ends", None),
        ("3 working days before each meeting", None),
        ("after the quarterly meeting", None),
        ("H3 2026", None),
        ("FY2026/27", None),
    ],
)
def test_the_words_of_an_english_annex_mean_a_term_or_are_said_not_to(words, expected):
    assert read_term(words).term == expected


@pytest.mark.parametrize(
    "words, expected",
    [
        ("Q1 2026", on(2026, 9, 30)),
        ("FY2026/27 Q4", on(2027, 6, 30)),
        ("the second half of 2026/27", on(2027, 6, 30)),
        ("FY2026/27", on(2027, 6, 30)),
        ("by the end of 2026", on(2026, 12, 31)),
        ("December 2026", on(2026, 12, 31)),
        ("every quarter", each(Every.QUARTER, 31)),
    ],
)
def test_quarters_are_those_of_the_financial_years_of_the_country(words, expected):
    assert read_term(words, 7).term == expected


@pytest.mark.parametrize(
    "term, today, expected",
    [
        (each(Every.MONTH, 20), date(2026, 11, 30), ["2026-11"]),
        (each(Every.MONTH, 20), date(2026, 12, 1), ["2026-11", "2026-12"]),
        # Its day was over when the document came: nobody owes that time.
        (each(Every.MONTH, 19), date(2026, 11, 30), []),
        (each(Every.QUARTER, 15, until=date(2027, 3, 14)), date(2027, 5, 1), ["2026Q4"]),
        (each(Every.YEAR, 15), date(2027, 1, 1), ["2026", "2027"]),
        (Term(), date(2027, 1, 1), []),
    ],
)
def test_a_time_is_given_when_its_span_begins(term, today, expected):
    assert [span.key for span in spans_begun(term, DATED, today)] == expected
