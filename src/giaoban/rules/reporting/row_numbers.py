"""How are the rows of a form counted, as on a paper form: 1, 1.1, 2?"""

from collections.abc import Iterable, Mapping

from giaoban.rules.reporting.form_structure import ItemPlace


def row_numbers(places: Iterable[tuple[str, ItemPlace]]) -> Mapping[str, str]:
    """By code, in the order of the form.

    Nested rows are counted under their parent; the cells of a table and what comes of a list share
    one number; a category of a breakdown has none.
    """
    numbers: dict[str, str] = {}
    blocks: dict[tuple[str, str], str] = {}
    nested: dict[str, int] = {}
    top = 0
    for code, place in places:
        block = place.table, place.list
        if place.breakdown:
            numbers[code] = ""
        elif place.part_of in numbers:
            nested[place.part_of] = nested.get(place.part_of, 0) + 1
            numbers[code] = f"{numbers[place.part_of]}.{nested[place.part_of]}"
        elif any(block) and block in blocks:
            numbers[code] = blocks[block]
        else:
            top += 1
            numbers[code] = blocks[block] = str(top)
    return numbers
