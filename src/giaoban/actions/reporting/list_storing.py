"""Storing the rows of lists and the values that count and sum them, of any number of versions."""

from collections.abc import Mapping, Sequence

from giaoban.models import ListRow, Value, Version
from giaoban.queries.reporting.forms import FormFacts, form_facts
from giaoban.rules.reporting.list_rows import RowCells, list_numbers
from giaoban.rules.reporting.structure_texts import ListText


def store_rows(rows: Mapping[int, Mapping[str, Sequence[RowCells]]], facts: FormFacts) -> None:
    """Put rows in place of those stored, by version id and list code, and write their values.

    Four statements for any number of versions. The values of an indicator that a list answers no
    longer go.
    """
    lists = {listed.code: listed for listed in facts.lists}
    codes = {code for by_list in rows.values() for code in by_list}
    ids = [facts.id_of[own] for code in codes for own in list_codes(lists[code])]
    ListRow.objects.filter(version__in=rows, list_code__in=codes).delete()
    Value.objects.filter(version__in=rows, indicator__in=ids).delete()
    ListRow.objects.bulk_create(
        ListRow(version_id=version_id, list_code=code, position=position, cells=dict(cells))
        for version_id, by_list in rows.items()
        for code, of_list in by_list.items()
        for position, cells in enumerate(of_list)
    )
    Value.objects.bulk_create(
        Value(version_id=version_id, indicator_id=facts.id_of[own], number=number)
        for version_id, by_list in rows.items()
        for code, of_list in by_list.items()
        for own, number in list_numbers(lists[code], of_list).items()
    )


def replace_lists(
    version: Version,
    lists: Mapping[str, Sequence[RowCells]],
    facts: FormFacts,
    *,
    keeps_others: bool = False,
) -> None:
    """Put whole lists in place of all that the version has; one that is not named is unanswered.

    Or, where it `keeps_others`, stays as it is.
    """
    if not facts.lists:
        return
    if keeps_others:
        store_rows({version.pk: lists}, facts)
        return
    ids = [facts.id_of[code] for code in facts.list_codes]
    ListRow.objects.filter(version=version).delete()
    Value.objects.filter(version=version, indicator__in=ids).delete()
    store_rows({version.pk: lists}, facts)


def list_codes(listed: ListText) -> list[str]:
    """The codes of the indicators that the list answers."""
    return list(list_numbers(listed, ()))


def keep_list_rows(version: Version, earlier: Version) -> None:
    """Copy the rows of an earlier version; its values are copied with all others."""
    kept = [listed.code for listed in form_facts(version.form).lists]
    if not kept:
        return
    ListRow.objects.bulk_create(
        ListRow(version=version, list_code=row.list_code, position=row.position, cells=row.cells)
        for row in earlier.list_rows.filter(list_code__in=kept)
    )
