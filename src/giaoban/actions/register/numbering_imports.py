"""Which numbers do imported documents bear: those they bring along, or the next of a series?"""

from collections.abc import Sequence

from giaoban.actions.register.numbers import facts_of, hold_series
from giaoban.models import Document, NumberedBody, NumberSeries
from giaoban.rules.register.document_rows import DocumentProblem, DocumentRow
from giaoban.rules.register.documents import Direction, Numbering
from giaoban.rules.register.series import taking_problem
from giaoban.rules.register.symbols import LARGEST_NUMBER

_FEW = 500  # so many numbers are asked for by themselves, more by their whole series
_Key = tuple[Direction, int, str]


class NumbersOfRows:
    """The series that the rows belong to, held until the transaction ends.

    Where numbers are given here, a number can be brought along only into a series that has not
    begun (it then begins behind the last one brought), or from before its beginning: what was
    given has no gap and stays so. Where they are given elsewhere, only no two may be the same.
    """

    def __init__(self, body: NumberedBody, rows: Sequence[DocumentRow]) -> None:
        self._gives_here = body.numbering == Numbering.OWN
        self._given: dict[DocumentRow, tuple[NumberSeries | None, int | None]] = {}
        keys = {_key(row) for row in rows}
        # In one order, so that two imports never wait for each other.
        self._series: dict[_Key, NumberSeries] = {
            key: hold_series(body, key[0], key[1], key[2]) for key in sorted(keys)
        }
        # Several types may have one series: it goes on from document to document.
        once = {series.pk: series for series in self._series.values()}
        self._series = {key: once[series.pk] for key, series in self._series.items()}
        there = Document.objects.filter(series__in=once, number__isnull=False)
        brought = {row.number for row in rows if row.number is not None}
        if len(brought) <= _FEW:
            there = there.filter(number__in=brought)
        self._taken: dict[tuple[int, int], str] = {
            (series, number or 0): symbol
            for series, number, symbol in there.values_list("series_id", "number", "symbol")
        }

    def of(self, row: DocumentRow) -> tuple[NumberSeries | None, int | None]:
        """The series and number of a row that `give` was asked about."""
        return self._given[row]

    def give(self, rows: Sequence[DocumentRow]) -> list[DocumentProblem]:
        """Number the new documents; those that bring their numbers first.

        Problems: `number_taken` (number, symbol), `number_to_come` (next), `number_missing`, and
        those of rules.register.series.taking_problem.
        """
        problems = []
        begun = {series.pk for series in self._series.values() if series.given}
        for row in rows:
            if row.number is not None:
                problems += self._bring(row, row.number, begun)
        numbered = [row for row in rows if row.number is None]
        for row in sorted(numbered, key=lambda row: (row.arrived_on or row.dated_on, row.line)):
            problems += self._next(row)
        return problems

    def save(self) -> None:
        """Write how far each series has come."""
        for series in self._series.values():
            series.save(update_fields=["next_number", "given", "last_on"])

    def _bring(self, row: DocumentRow, number: int, begun: set[int]) -> list[DocumentProblem]:
        series = self._series[_key(row)]
        symbol = self._taken.get((series.pk, number))
        if symbol is not None:
            params = {"number": number, "symbol": symbol}
            return [DocumentProblem(row.line, "number", "number_taken", params)]
        is_to_come = number >= series.next_number
        if self._gives_here and is_to_come and series.pk in begun:
            params = {"next": series.next_number}
            return [DocumentProblem(row.line, "number", "number_to_come", params)]
        if is_to_come:
            series.next_number = min(number + 1, LARGEST_NUMBER + 1)
            series.last_on = row.arrived_on or row.dated_on  # nothing is numbered before it
        self._taken[series.pk, number] = row.symbol
        self._given[row] = series, number
        return []

    def _next(self, row: DocumentRow) -> list[DocumentProblem]:
        if not self._gives_here:
            self._given[row] = None, None  # a number with a letter, or none that we were told
            return []
        if row.direction is Direction.OUTGOING:
            return [DocumentProblem(row.line, "number", "number_missing")]
        assert row.arrived_on is not None
        series = self._series[_key(row)]
        problem = taking_problem(facts_of(series), row.arrived_on)
        if problem is not None:
            return [DocumentProblem(row.line, "arrived_on", problem.code, problem.params)]
        self._given[row] = series, series.next_number
        self._taken[series.pk, series.next_number] = row.symbol
        series.next_number, series.given = series.next_number + 1, series.given + 1
        series.last_on = row.arrived_on
        return []


def _key(row: DocumentRow) -> _Key:
    if row.direction is Direction.INCOMING:
        assert row.arrived_on is not None
        return row.direction, row.arrived_on.year, ""
    return row.direction, row.dated_on.year, row.type_code
