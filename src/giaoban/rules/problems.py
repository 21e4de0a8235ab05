"""How does a rule say what is wrong? By a code and its parameters, never by a translated text."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong; the pages turn `code` into a sentence and fill in `params`."""

    code: str
    params: Mapping[str, object] = field(default_factory=dict)
    severity: Severity = Severity.ERROR

    @property
    def is_error(self) -> bool:
        return self.severity is Severity.ERROR


class RuleError(ValueError):
    """Raised where a rule cannot give an answer; carries the problem instead of a sentence."""

    def __init__(self, code: str, /, **params: object) -> None:
        self.problem = Problem(code, params)
        super().__init__(code, params)

    @property
    def code(self) -> str:
        return self.problem.code

    @property
    def params(self) -> Mapping[str, object]:
        return self.problem.params
