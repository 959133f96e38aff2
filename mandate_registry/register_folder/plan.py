"""What is made of somebody else's sheet: what its owner answered about its columns, its words and its rows."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from mandate_registry.register_folder.columns import TABLES
from mandate_registry.register_folder.headings import NAME_PARTS, key_columns, uses_of
from mandate_registry.register_folder.staff import STAFF

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping


BY_NAME = {table.name: table for table in (*TABLES, STAFF)}
"""What the rows of a sheet may be about."""
MADE_OF = {"name": NAME_PARTS}
"""The columns of the register that several columns of the file may make up, by name."""
INSTEAD = {
    "valid_from": ("employed_from",),
    "valid_until": ("employed_until",),
    "max_amount": ("row_limit", "function_limit"),
}
"""What counts where a cell of a column says nothing, if the plan names it beside that column.

Of a matrix these are the limit of a row and that of a function: they hold for each mark that has none of its own.
"""
SHOWN_AS = {"row_limit": "max_amount"}
"""What a column of the file is used for, where a plan has a name of its own for it."""


HIDDEN_COLUMNS = "columns"
"""Stands for the hidden columns among the marks of a sheet."""


class Bound(StrEnum):
    """Whether a day or an amount that bounds something is itself within it."""

    WITHIN = "within"
    BEYOND = "beyond"


class Rubrics(StrEnum):
    """What is made of rows that look like headings, such as "A. General"."""

    SKIP = "skip"
    READ = "read"


class Multiple(StrEnum):
    """In what amounts are: as they stand, in thousands or in millions."""

    ONE = "1"
    THOUSAND = "1000"
    MILLION = "1000000"


class FunctionLimits(StrEnum):
    """What rows of a matrix are that have amounts and no decision type: limits of the functions, or rows as others."""

    EACH = "each"
    ROWS = "rows"


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be made of a sheet: rows of a table, each column out of one of its own (by place) or a fixed text.

    `columns` may also name `ROWS` and the `NAME_PARTS`. `unused` are the places that are left out, `chosen` tells by
    value of the column `ROWS` whether its rows are read. `bounds` and `notation` tell how amounts and days are meant,
    `multiples` by column in what the amounts are of which a heading tells that they are multiples.
    `meanings` holds, by column and word of the file, what is read instead of it; None: rows with that word are not
    read. `mended` holds what is to stand in a cell, by `"ROW:PLACE"`; `dropped` the rows
    that are not read. `marked` tells by mark whether rows with it are read, and of `HIDDEN_COLUMNS` whether those that
    are used are meant. `numbers` is what the numbers begin with that are made for mandates without one. `functions` are
    the places of a matrix whose headings are holders; `limits` tells what its rows are that seem to hold their limits,
    and its column `row_limit` is that of the limits of its rows. `replaces`: a later first day takes the place of what
    the register says; otherwise it follows. `is_complete`: what the sheet does not list is no longer so.
    """

    sheet: str
    table: str
    columns: Mapping[str, int] = field(default_factory=dict)
    fixed: Mapping[str, str] = field(default_factory=dict)
    unused: tuple[int, ...] = ()
    chosen: Mapping[str, bool] = field(default_factory=dict)
    bounds: Mapping[str, str] = field(default_factory=dict)
    notation: str = ""
    meanings: Mapping[str, Mapping[str, str | None]] = field(default_factory=dict)
    mended: Mapping[str, str] = field(default_factory=dict)
    dropped: tuple[int, ...] = ()
    rubrics: str = ""
    marked: Mapping[str, bool] = field(default_factory=dict)
    numbers: str = ""
    functions: tuple[int, ...] = ()
    limits: str = ""
    multiples: Mapping[str, str] = field(default_factory=dict)
    replaces: bool = False
    is_complete: bool = False

    @classmethod
    def of(cls, plain: Mapping[str, Any]) -> Plan:
        """Read what `asdict` wrote, and JSON kept."""
        listed = {name: tuple(plain[name]) for name in ("unused", "dropped", "functions") if name in plain}
        return cls(**{**plain, **listed})

    @property
    def missing_keys(self) -> list[str]:
        """The columns without which nobody knows what a row is about, as far as they come from nowhere."""
        return [name for name in key_columns(BY_NAME[self.table]) if not self.says(name) and not self._makes(name)]

    def says(self, column: str) -> bool:
        """Return True if the file or a fixed text says what a column of the register is to hold."""
        return column in self.columns or bool(self.fixed.get(column)) or bool(self.places(column))

    def places(self, column: str) -> list[int]:
        """Return the places in the file that make up a column of the register."""
        names = (column,) if column in self.columns else MADE_OF.get(column, ())
        return [self.columns[name] for name in names if name in self.columns]

    @property
    def read_places(self) -> list[int]:
        """The places of the file that are used or said to be unused."""
        return sorted({*self.columns.values(), *self.unused, *self.functions})

    def use_of(self, place: int) -> str | None:
        """Return what a column of the file is used for: "" for nothing, None when that is not answered."""
        if place in self.functions:
            return "functions"
        names = [SHOWN_AS.get(name, name) for name, at in self.columns.items() if at == place]
        named = [name for name in names if self._is_use(name)]
        unused = "" if place in self.unused else None
        return next((name for name in named if name != "code"), next(iter(named), unused))

    def without(self, places: Collection[int]) -> Plan:
        """Return the plan with columns of the file that are not used any more."""
        functions = tuple(place for place in self.functions if place not in places)
        gone = ("holder", "max_amount", "function_limit") if self.functions and not functions else ()
        columns = {name: at for name, at in self.columns.items() if at not in places and name not in gone}
        unused = tuple(sorted({*self.unused, *places}))
        return replace(self, columns=columns, functions=functions, unused=unused)

    def _is_use(self, name: str) -> bool:
        """Return False of what no row says anything with: a part of a name beside the whole, and no column at all."""
        wholes = [whole for whole, parts in MADE_OF.items() if name in parts]
        return name in uses_of(BY_NAME[self.table]) and not any(whole in self.columns for whole in wholes)

    @property
    def makes_numbers(self) -> bool:
        """True if mandates of a list get numbers where it has none; the rows of a matrix need one of their own."""
        return self.table == "mandates" and bool(self.numbers) and not (self.functions and self.says("number"))

    def _makes(self, column: str) -> bool:
        return column == "number" and self.makes_numbers


def word_of(text: str) -> str:
    """Return a word of the file as the meanings of a plan name it."""
    return " ".join(text.casefold().split())
