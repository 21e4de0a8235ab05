"""Why a change of the tree was refused: coded problems that the page turns into sentences."""

from collections.abc import Sequence

from giaoban.rules.problems import Problem
from giaoban.rules.units.csv_rows import RowProblem


class ChangeRefused(Exception):
    """Nothing was changed; every problem is listed."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(", ".join(problem.code for problem in problems))


class ImportRefused(Exception):
    """Nothing was imported; every bad row is listed."""

    def __init__(self, problems: Sequence[RowProblem]) -> None:
        self.problems = tuple(problems)
        super().__init__(f"{len(self.problems)} problems")
