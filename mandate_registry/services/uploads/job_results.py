"""What came of a job, as it is kept: a result, an error that is raised again for who asks, or an end without either."""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from mandate_registry import errors
from mandate_registry.errors import FieldError, RegistryError
from mandate_registry.services.transfer.import_preview import Preview
from mandate_registry.services.uploads.import_outcome import ImportOutcome, fields_of

_OF_FIELDS = (errors.Forbidden, errors.Conflict)
_PLAIN = (
    *(errors.Departed, errors.NotFound, errors.Stale, errors.Stopped, errors.Unauthenticated, errors.Unavailable),
)
_ERRORS: dict[str, type[RegistryError]] = {one.__name__: one for one in (*_OF_FIELDS, *_PLAIN, errors.InvalidInput)}
"""What a user is told of; anything else is unforeseen."""


class JobEnd(StrEnum):
    """How a job ended."""

    READ = "read"
    FORESEEN = "foreseen"
    IMPORTED = "imported"
    REFUSED = "refused"
    BROKEN = "broken"
    """By an error that nobody foresaw; it is in the log of the process."""
    CANCELLED = "cancelled"
    LOST = "lost"
    """Its process ended before it did."""


class JobFailed(Exception):
    """A job ended by an error that nobody foresaw."""


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What an import did: how many entries it changed, or would if the changeset in which they wait is approved."""

    count: int
    changeset: UUID | None


@dataclass(frozen=True, slots=True)
class JobResult:
    """How a job ended, with what came of it in JSON, which may be long."""

    end: JobEnd
    text: str = "null"

    @classmethod
    def unreadable(cls, code: str) -> JobResult:
        """Return the outcome of a job that could not read a file, by the code of what is wrong with it."""
        return cls.of_error(errors.InvalidInput(FieldError("file", code, "")))

    @classmethod
    def foreseen(cls, foreseen: ImportOutcome) -> JobResult:
        """Return the outcome of a job that looked ahead."""
        return cls._with(JobEnd.FORESEEN, foreseen.as_plain())

    @classmethod
    def imported(cls, preview: Preview) -> JobResult:
        """Return the outcome of a job that imported."""
        count = sum(len(keys) for changes in preview.tables.values() for keys in changes.values())
        return cls._with(JobEnd.IMPORTED, [count, preview.changeset and str(preview.changeset)])

    @classmethod
    def of_error(cls, error: Exception) -> JobResult:
        """Return the outcome of a job that an error ended."""
        name = type(error).__name__
        if _ERRORS.get(name) is not type(error):
            return cls._with(JobEnd.BROKEN, name)
        return cls._with(JobEnd.REFUSED, [name, str(error), fields_of(error)])

    def result(self) -> ImportOutcome | ImportResult | None:
        """Return what came of the job, None when it came to no end; raise the error that ended it."""
        value = json.loads(self.text)
        match self.end:
            case JobEnd.FORESEEN:
                return ImportOutcome.of(value)
            case JobEnd.IMPORTED:
                count, changeset = value
                return ImportResult(count, changeset and UUID(changeset))
            case JobEnd.REFUSED:
                raise _error(*value)
            case JobEnd.BROKEN:
                raise JobFailed(value)
        return None

    def as_text(self) -> str:
        """Write it as it is kept: how it ended, and the JSON."""
        return f"{self.end} {self.text}"

    @classmethod
    def of(cls, text: str) -> JobResult:
        """Read what `as_text` wrote."""
        end, _, rest = text.partition(" ")
        return cls(JobEnd(end), rest)

    @classmethod
    def _with(cls, end: JobEnd, value: Any) -> JobResult:
        return cls(end, json.dumps(value, ensure_ascii=False))


def _error(name: str, detail: str, fields: list[tuple[str, str, str]]) -> RegistryError:
    found, named = _ERRORS[name], [FieldError(*one) for one in fields]
    if issubclass(found, errors.InvalidInput):
        return found(*named)
    return found(detail, *named) if issubclass(found, _OF_FIELDS) else found(detail)
