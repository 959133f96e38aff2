"""The wire format of what goes in and out as a whole: a register as a zip or a workbook."""

from __future__ import annotations

import re

import marshmallow as ma

from schemas import fields
from schemas.base import Listed, Nested, Schema
from schemas.values import Value, Written


class ImportQuery(Schema):
    """Whether an import only shows what it would do, and why answers are expected no longer, or otherwise."""

    motivation = fields.text(load_default="", load_only=True)

    dry_run = Written(
        re.compile("true|false"), "true or false", lambda text: text == "true", load_default=False, load_only=True
    )


class ExportQuery(Schema):
    """Whose register is exported."""

    organisation = fields.oin(load_default=None)
    known_at = fields.instant()


class TableChangesOut(Schema):
    """What happens in one table, by the keys of its entries."""

    added = Listed(Value())
    changed = Listed(Value())
    ended = Listed(Value())


class ImportOut(Schema):
    """What an import did, would do, or waits to do."""

    organisation = Value()
    dry_run = ma.fields.Boolean()
    tables = ma.fields.Dict(values=Nested(TableChangesOut))
    changeset = fields.identity(allow_none=True)
    headings = Listed(Value())
