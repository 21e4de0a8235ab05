"""How does a table that a page shows leave as a file?"""

from django.http import Http404, HttpResponse

from giaoban.documents.tables import TableExport

_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def table_file(table: TableExport, name: str, form: str) -> HttpResponse:
    """The table as `xlsx` or `csv`, named `name` and the day; of another form nothing is found."""
    if form not in _TYPES:
        raise Http404
    content = table.to_xlsx() if form == "xlsx" else table.to_csv()
    named = f"{name}-{table.made_on}.{form}" if table.made_on else f"{name}.{form}"
    return HttpResponse(
        content,
        headers={
            "Content-Type": _TYPES[form],
            "Content-Disposition": f'attachment; filename="{named}"',
        },
    )
