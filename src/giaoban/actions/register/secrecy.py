"""A document that calls itself a state secret is refused before anything of it is stored."""

from collections.abc import Iterable, Sequence

from giaoban.rules.problems import RuleError
from giaoban.rules.register.secrecy import mark_in_field, secret_mark


def refuse_secret(*, lines: Sequence[str] = (), fields: Iterable[str] = ()) -> None:
    """`lines` are the head of a text, `fields` what was typed. RuleError `state_secret` (mark)."""
    found = [secret_mark(lines), *map(mark_in_field, fields)]
    mark = next((mark for mark in found if mark), None)
    if mark is not None:
        raise RuleError("state_secret", mark=mark)
