"""Where the cells of a column come from in somebody else's sheet, and what is wrong with one of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from mandate_registry.register_folder.amounts.vat_by_type import basis_of
from mandate_registry.register_folder.grid.sheet_layout import RawCell, SheetLayout
from mandate_registry.register_folder.matrix.matrix import heading_of, origin, width_of
from mandate_registry.register_folder.sheet.plan import Plan


@dataclass(frozen=True, slots=True)
class RowError:
    """What is wrong in a spreadsheet, where its owner finds it: the row, the heading, and what stands there.

    `row` is None for the whole of it. `code` says what is wrong, `column` of which column of the register. `place` is
    that of the cell in the file, None where it comes from no single cell. `told` is what else counts for it.
    """

    row: int | None
    heading: str
    column: str
    code: str
    value: str = ""
    place: int | None = None
    told: str = ""


@dataclass(frozen=True)
class Source:
    """Where the cells of a column come from; `laid` is the sheet as it is read, of a matrix as a list."""

    laid: SheetLayout
    plan: Plan
    column: str

    @cached_property
    def places(self) -> list[int]:
        """The places in the sheet; none when it is a fixed text."""
        return self.plan.places(self.column)

    @cached_property
    def place(self) -> int | None:
        """The only place in the sheet, if there is one."""
        return self.places[0] if len(self.places) == 1 else None

    @cached_property
    def is_of_functions(self) -> bool:
        """Whether the cells stand in the columns of functions, in a matrix."""
        return bool(self.plan.functions) and self.place is not None and self.place >= width_of(self.laid, self.plan)

    def text(self, texts: Sequence[str]) -> str:
        """Return what a row says, of several places joined by blanks."""
        if not self.places:
            is_vat = self.column == "vat"
            return (basis_of(self.plan, texts) if is_vat else self.plan.fixed[self.column]).strip()
        return " ".join(texts[place] for place in self.places if place < len(texts) and texts[place])

    def heading(self, texts: Sequence[str]) -> str:
        """Return the heading above the cell of a row; "" where it comes from several places or from none."""
        return heading_of(self.laid, self.plan, self.place, texts)

    def typed(self, row: int, texts: Sequence[str]) -> RawCell | None:
        """Return what the cell of a row is stored as, where that is not its text alone."""
        cell = self._cell(row, texts)
        return self.laid.typed.get(cell) if cell else None

    def texts(self) -> list[str]:
        """Return what all rows say, but for what is stored as a number or a day."""
        return [self.text(texts) for row, texts in self.laid.rows if self.typed(row, texts) is None]

    def is_mended(self, row: int, texts: Sequence[str]) -> bool:
        """Return True if somebody typed what stands in the cell of a row."""
        cell = self._cell(row, texts)
        return cell is not None and f"{cell[0]}:{cell[1]}" in self.plan.mended

    def error(self, row: int, texts: Sequence[str], code: str) -> RowError:
        """Return what is wrong with the cell of a row, where it stands in the file."""
        found_row, place = self._cell(row, texts) or (row, None)
        return RowError(found_row, self.heading(texts), self.column, code, self.text(texts), place)

    def _cell(self, row: int, texts: Sequence[str]) -> tuple[int, int] | None:
        """Return the row and the place in the file of the cell of a row."""
        if self.place is None or not self.is_of_functions:
            return None if self.place is None else (row, self.place)
        return origin(self.laid, self.plan, self.place, row, texts)
