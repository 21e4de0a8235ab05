"""How does a form read after a breakdown, a table or a list was put in, moved or taken away?

Each function takes the whole form and gives the whole form back.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import TypeVar

from giaoban.rules.reporting.regime_facts import Asked, FormText, in_section_order
from giaoban.rules.reporting.structure_problems import LONGEST_PART_CODE
from giaoban.rules.reporting.structure_texts import BreakdownText, ListText, TableText
from giaoban.rules.units.naming import search_key

Block = TypeVar("Block", bound=BreakdownText | TableText | ListText)
Placed = TypeVar("Placed", bound=TableText | ListText)


def put_breakdown(form: FormText, breakdown: BreakdownText, instead_of: str = "") -> FormText:
    """Change the breakdown of the code `instead_of`, or add one; indicators follow a new code."""
    breakdowns = _put(form.breakdowns, breakdown, instead_of)
    if not instead_of or instead_of == breakdown.code:
        return replace(form, breakdowns=breakdowns)
    renamed = {instead_of: breakdown.code}
    asked = (
        replace(entry, breakdowns=tuple(renamed.get(code, code) for code in entry.breakdowns))
        for entry in form.asked
    )
    return replace(form, breakdowns=breakdowns, asked=tuple(asked))


def remove_breakdown(form: FormText, code: str) -> FormText:
    """No indicator is divided by it any more."""
    kept = tuple(breakdown for breakdown in form.breakdowns if breakdown.code != code)
    return replace(form, breakdowns=kept, asked=tuple(_undivided(a, code) for a in form.asked))


def _undivided(asked: Asked, code: str) -> Asked:
    return replace(asked, breakdowns=tuple(own for own in asked.breakdowns if own != code))


def put_table(form: FormText, table: TableText, instead_of: str = "") -> FormText:
    return in_section_order(replace(form, tables=_put(form.tables, table, instead_of)))


def remove_table(form: FormText, code: str) -> FormText:
    return replace(form, tables=tuple(table for table in form.tables if table.code != code))


def move_table(form: FormText, code: str, steps: int) -> FormText:
    """Among the tables of its section; -1 is up. Raises StopIteration for an unknown code."""
    return in_section_order(replace(form, tables=_moved(form.tables, code, steps)))


def put_list(form: FormText, listed: ListText, instead_of: str = "") -> FormText:
    return in_section_order(replace(form, lists=_put(form.lists, listed, instead_of)))


def remove_list(form: FormText, code: str) -> FormText:
    return replace(form, lists=tuple(listed for listed in form.lists if listed.code != code))


def move_list(form: FormText, code: str, steps: int) -> FormText:
    """Among the lists of its section; -1 is up. Raises StopIteration for an unknown code."""
    return in_section_order(replace(form, lists=_moved(form.lists, code, steps)))


def code_from_name(name: str, taken: Collection[str]) -> str:
    """A code for a row, column or category that was only given a name: `nha_o`, then `nha_o_2`.

    Of a name without a letter or digit it is `x`.
    """
    plain = search_key(name)
    letters = "".join(sign if sign.isascii() and sign.isalnum() else " " for sign in plain)
    root = "_".join(letters.split())[: LONGEST_PART_CODE - 4].strip("_") or "x"
    code, number = root, 1
    while code in taken:
        number += 1
        code = f"{root}_{number}"
    return code


def _put(blocks: Sequence[Block], block: Block, instead_of: str) -> tuple[Block, ...]:
    if not instead_of:
        return (*blocks, block)
    return tuple(block if entry.code == instead_of else entry for entry in blocks)


def _moved(blocks: Sequence[Placed], code: str, steps: int) -> tuple[Placed, ...]:
    moving = next(block for block in blocks if block.code == code)
    siblings = [block for block in blocks if block.section == moving.section]
    at = siblings.index(moving)
    siblings.insert(max(0, min(at + steps, len(siblings) - 1)), siblings.pop(at))
    return (*(block for block in blocks if block.section != moving.section), *siblings)
