"""Where in a regime's file, or on its page, does a problem stand?"""

from dataclasses import dataclass

from giaoban.rules.problems import Problem

Place = tuple[str | int, ...]
"""("indicators", 3, "min") is the key `min` of the third indicator; () is the file as a whole."""


@dataclass(frozen=True, slots=True)
class PlacedProblem:
    place: Place
    problem: Problem

    @property
    def is_error(self) -> bool:
        return self.problem.is_error


def placed(place: Place, code: str, /, **params: object) -> PlacedProblem:
    return PlacedProblem(place, Problem(code, params))
