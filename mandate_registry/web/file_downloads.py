"""A file to keep: what it is called, and a list for a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from flask import Response

from mandate_registry.register_folder.list_files import as_csv, as_workbook

CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMS = ("csv", "xlsx")
"""The ends of the names of a spreadsheet's files."""


def attached(content: str | bytes | Iterable[str], media_type: str, name: str) -> Response:
    """Return a file under its name (RFC 6266)."""
    response = Response(content, content_type=media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def spreadsheet(title: str, rows: Sequence[Sequence[str]], name: str, form: str) -> Response:
    """Return rows, the first of which names the columns, in one of the forms; `title` is that of the sheet."""
    if form == "csv":
        return attached(as_csv(rows), CSV, f"{name}.csv")
    return attached(as_workbook(title, rows), XLSX, f"{name}.xlsx")
