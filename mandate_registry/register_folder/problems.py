"""What is wrong with a register folder, in words that lead a person to the cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from mandate_registry.errors import RegistryError

MAX_ERRORS = 1000
"""After so many errors reading stops: one wrong column spoils every row, and a person reads no further."""


@dataclass(frozen=True, slots=True)
class CellError:
    """One thing that is wrong.

    `row` is the row of the spreadsheet (the header is row 1), or the line of a YAML file; None: all of it.
    `column` is None when the whole row or file is meant. `code` is stable, `detail` is for people.
    """

    file: str
    row: int | None
    column: str | None
    code: str
    detail: str

    def __str__(self) -> str:
        """Return one sentence: `mandates.csv, row 12, column max_amount: '5.000,00' is not …`."""
        unit = "line" if self.file.endswith(".yaml") else "row"
        row = f", {unit} {self.row}" if self.row is not None else ""
        column = f", column {self.column}" if self.column is not None else ""
        return f"{self.file}{row}{column}: {self.detail}"


class InvalidRegister(RegistryError):
    """The files cannot be read as a register; `errors` says all that is wrong, at most MAX_ERRORS things."""

    def __init__(self, errors: Sequence[CellError]) -> None:
        super().__init__("\n".join(map(str, errors)))
        self.errors = list(errors)


def unreadable(file: str, code: str, detail: str) -> InvalidRegister:
    """Refuse a whole file for one reason."""
    return InvalidRegister([CellError(file, None, None, code, detail)])


@dataclass(slots=True)
class Problems:
    """The errors found so far, the first MAX_ERRORS of them."""

    errors: list[CellError] = field(default_factory=list)

    @property
    def full(self) -> bool:
        """Return whether there is no use in looking further."""
        return len(self.errors) >= MAX_ERRORS

    def add(self, *errors: CellError) -> None:
        """Note what is wrong, while there is room."""
        self.errors.extend(errors[: MAX_ERRORS - len(self.errors)])

    def raise_if_any(self) -> None:
        """Raise InvalidRegister with all errors, if there are any."""
        if self.errors:
            raise InvalidRegister(self.errors)
