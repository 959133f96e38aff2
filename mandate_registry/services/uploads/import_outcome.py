"""What an import of a file would do, as it is told and as it is kept until it is looked at."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any
from uuid import UUID

from mandate_registry.errors import Conflict, FieldError
from mandate_registry.register_folder.problems import CellError
from mandate_registry.register_folder.sheet.cell_sources import RowError
from mandate_registry.register_folder.sheet.read_as import SheetReading
from mandate_registry.services.approval.review import Review
from mandate_registry.services.changesets.plan_view import Codes
from mandate_registry.services.changesets.planned_change import PlannedChange, written
from mandate_registry.services.findings.new_findings import NewFindings
from mandate_registry.services.transfer.import_preview import Preview


@dataclass(frozen=True, slots=True)
class ImportOutcome:
    """What an import of a file would do (`preview`), or why it cannot be done.

    `errors` are those of a spreadsheet, `cell_errors` those of a register, `refusal` what the register says against it.
    `codes` say what stands out in the changes of the preview, by their identity; `findings` what register health would
    find anew; `reading` how a spreadsheet was read; `review` what would stand in the way of an approval, `layout` a
    digest of the headings. Two that would do the same have the same `mark`.
    """

    preview: Preview | None = None
    errors: list[RowError] = field(default_factory=list)
    cell_errors: list[CellError] = field(default_factory=list)
    refusal: Conflict | None = None
    codes: Codes = field(default_factory=dict)
    findings: NewFindings = field(default_factory=NewFindings)
    reading: SheetReading | None = None
    mark: str = ""
    review: Review = field(default_factory=Review)
    layout: str = ""

    def as_plain(self) -> dict[str, Any]:
        """Return it as it can be written in JSON; of a refusal the sentences are kept, and no values apart."""
        return {
            "preview": self.preview and _preview(self.preview),
            "errors": [asdict(one) for one in self.errors],
            "cell_errors": [asdict(one) for one in self.cell_errors],
            "refusal": self.refusal and [str(self.refusal), fields_of(self.refusal)],
            "codes": {str(change): codes for change, codes in self.codes.items()},
            "findings": self.findings.as_plain(),
            "reading": self.reading and self.reading.as_plain(),
            "mark": self.mark,
            "review": self.review.as_plain(),
            "layout": self.layout,
        }

    @classmethod
    def of(cls, plain: Mapping[str, Any]) -> ImportOutcome:
        """Read what `as_plain` returned."""
        preview, refusal, reading = plain["preview"], plain["refusal"], plain["reading"]
        return cls(
            preview=preview and _preview_of(preview),
            errors=[RowError(**one) for one in plain["errors"]],
            cell_errors=[CellError(**one) for one in plain["cell_errors"]],
            refusal=refusal and Conflict(refusal[0], *(FieldError(*one) for one in refusal[1])),
            codes={UUID(change): codes for change, codes in plain["codes"].items()},
            findings=NewFindings.read(plain["findings"]),
            reading=SheetReading.of(reading) if reading else None,
            mark=plain["mark"],
            review=Review.of(plain["review"]),
            layout=plain["layout"],
        )


def mark_of(preview: Preview) -> str:
    """Return a digest of what would be done."""
    changes = [(one.table, one.kind, one.key, one.from_row, written(one.table, one.fact)) for one in preview.changes]
    return hashlib.sha256(json.dumps([preview.organisation, changes]).encode()).hexdigest()


def fields_of(error: Any) -> list[tuple[str, str, str]]:
    """Return the fields that an error names, as they can be written in JSON."""
    return [(one.field, one.code, one.detail) for one in getattr(error, "errors", ())]


def _preview(preview: Preview) -> dict[str, Any]:
    rows = (one.as_row() for one in preview.changes)
    changes = [row | {"id": str(row["id"]), "entry_id": str(row["entry_id"])} for row in rows]
    plain = {"organisation": preview.organisation, "tables": preview.tables, "waits": preview.waits}
    return plain | {"headings": preview.headings, "changes": changes}


def _preview_of(plain: dict[str, Any]) -> Preview:
    rows = [row | {"id": UUID(row["id"]), "entry_id": UUID(row["entry_id"])} for row in plain["changes"]]
    headings, changes = tuple(plain["headings"]), [PlannedChange.of(row) for row in rows]
    return Preview(plain["organisation"], plain["tables"], changes=changes, waits=plain["waits"], headings=headings)
