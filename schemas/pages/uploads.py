"""The forms of an import: the file's organisation, what its table is, and which column is which."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, Any

import marshmallow as ma

from mandate_registry.register_folder.columns import TABLES
from schemas import fields
from schemas.base import Nested, Schema
from schemas.values import Flag, Value, Word, Written

if TYPE_CHECKING:
    from collections.abc import Mapping

TableName = StrEnum("TableName", {table.name.upper(): table.name for table in TABLES})  # type: ignore[misc]  # (the names are known as it starts)

PLACE = re.compile("[0-9]{1,3}")


class UploadForm(Schema):
    """For whose register a file is; None where the caller keeps only one."""

    organisation = fields.oin(load_default=None)


class TableForm(Schema):
    """Which sheet of a file counts, and of which table it is."""

    sheet = Value(required=True)
    table = Word(TableName, required=True)


@cache
def columns_form(table: str) -> type[Schema]:
    """Make the form that says where each column of a table comes from: a column of the file, or a fixed text."""
    names = [column.name for one in TABLES if one.name == table for column in one.columns]
    places = {name: Written(PLACE, "a column of the file", int, data_key=name) for name in names}
    texts = {name: fields.text(data_key=name) for name in names}
    return _form(
        "ColumnsForm",
        {
            "columns": Nested(_form("PlacesForm", places), load_default=dict),
            "fixed": Nested(_form("TextsForm", texts), load_default=dict),
            "is_complete": Flag(load_default=False),
            "Meta": type("Meta", (ma.Schema.Meta,), {"unknown": ma.RAISE}),
        },
    )


def _form(name: str, held: Mapping[str, Any]) -> type[Schema]:
    return type(name, (Schema,), {"__module__": __name__, **held})
