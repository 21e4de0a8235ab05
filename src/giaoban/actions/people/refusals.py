"""Why an action on people was refused: coded problems that the page turns into sentences."""

from giaoban.rules.problems import Problem


class PeopleRefused(Exception):
    """Nothing was changed; `problem.code` and `problem.params` say why."""

    def __init__(self, code: str, **params: object) -> None:
        self.problem = Problem(code, params)
        super().__init__(code, params)
