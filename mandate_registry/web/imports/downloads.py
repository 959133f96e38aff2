"""What an import begins with: a template of a register, a small example, and lists to fill in."""

from __future__ import annotations

import io

from flask import Blueprint, Response

from mandate_registry.errors import NotFound
from mandate_registry.register_folder.templates import HEADINGS, read_example, write_list, write_template
from mandate_registry.web.file_downloads import XLSX, attached
from mandate_registry.web.imports import import_labels
from mandate_registry.web.language import chosen

downloads = Blueprint("downloads", __name__, url_prefix="/desk/imports")


@downloads.get("/template.xlsx")
def template() -> Response:
    """Return an empty register to fill in."""
    stream = io.BytesIO()
    write_template(stream, chosen())
    return attached(stream.getvalue(), XLSX, "register.xlsx")


@downloads.get("/example.xlsx")
def example() -> Response:
    """Return a small register that can be imported as it is."""
    stream = io.BytesIO()
    write_template(stream, chosen(), read_example())
    return attached(stream.getvalue(), XLSX, "example.xlsx")


@downloads.get("/lists/<table>.xlsx")
def list_of(table: str) -> Response:
    """Return a list with headings in Dutch; NotFound of a table that has none."""
    if table not in HEADINGS:
        raise NotFound("There is no such template.")
    stream = io.BytesIO()
    write_list(stream, table, [import_labels.column(table, name) for name in HEADINGS[table]])
    return attached(stream.getvalue(), XLSX, f"{table}.xlsx")
