"""What is made of somebody else's sheet: what its owner answered about its columns, its words and its rows."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from mandate_registry.register_folder.columns import TABLES
from mandate_registry.register_folder.sheet.heading_match import NAME_PARTS, key_columns, uses_of
from mandate_registry.register_folder.staff.staff_columns import STAFF

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
OF_TYPES = ("kinds", "on_behalf_of")
"""What the decision types of a new mandate may tell, where the file says nothing."""

ADDED = {"decision_types": "decision_types", "holder": "positions"}
"""The tables that a list of mandates may bring in with it, by its column that names their entries."""
NONE = "-"
"""Stands for no unit at all, where it is asked below which unit others are."""


OF_MARKS = "max_amount"
"""The column that holds the marks of a matrix."""
TOGETHER = "&"
"""A meaning of a mark in a matrix begins so if all in its row who have it decide together; a limit may follow."""
HIDDEN_COLUMNS = "columns"
"""Stands for the hidden columns among the marks of a sheet."""
LOOK = "look"
"""Stands among them for how a sheet looks, where another file tells that."""


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


class Doubles(StrEnum):
    """What rows are with a title that something else in the register has: the same as that, or another."""

    SAME = "same"
    OTHER = "other"


class FunctionLimits(StrEnum):
    """What rows of a matrix are that have amounts and no decision type: limits of the functions, or rows as others."""

    EACH = "each"
    ROWS = "rows"


class NewTypes(StrEnum):
    """What new decision types are to the mandates for everything that the register has: held back, or covered."""

    HELD = "held"
    COVERED = "covered"


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be made of a sheet: rows of a table, each column out of one of its own (by place) or a fixed text.

    `columns` may also name `ROWS` and the `NAME_PARTS`. `unused` are the places that are left out, `chosen` tells by
    value of the column `ROWS` whether its rows are read. `bounds` and `notation` tell how amounts and days are meant,
    `multiples` by column in what the amounts are of which a heading tells that they are multiples. `meanings` holds, by
    column and word of the file, what is read instead of it (see also `TOGETHER`); None: rows with that word are not
    read. `conditions` holds, by column with amounts, the words of the file that are kept as conditions; the meaning of
    one that has one as well is the amount in it, which is the limit. `mended` holds what is to stand in a cell, by
    `"ROW:PLACE"`; `dropped` the rows that are not read. `marked` tells by mark whether rows with it are read, of
    `HIDDEN_COLUMNS` whether those that are used are meant, and of `LOOK` whether somebody looked at it. `numbers` is
    what the numbers begin with that are made for mandates without one. `functions` are the places of a matrix whose
    headings are holders; `limits` tells what its rows are that seem to hold their limits, and its column `row_limit` is
    that of the limits of its rows. `by_type` tells by column of `OF_TYPES` whether a new mandate of which the file does
    not say it has what its decision types need; what is typed for a row of a column that the file has not stands in
    `mended` by `"ROW:COLUMN"`. `later` are the columns that are told once the mandates are in the register.
    `disclosure` tells to whom new mandates may be named where no column does. `replaces`: a later first day takes the
    place of what the register says; otherwise it follows. `is_complete`: what the sheet does not list is no longer so.
    `added` holds what is brought in with mandates: by table of `ADDED` and by name, the cells of its columns. `doubles`
    tells what decision types are of a title that the register has with another code, `new_units` below which unit (its
    code, or `NONE`) the new ones of a staff list are. `vat_by` tells by word of the column of decision types the basis
    of amounts that do not tell it, where it is not that of all others. `remarks` tells by column of conditions or
    instructions and by word which of these a remark is, or that it is not used, where it is not what its column is used
    for. `since` tells from when new mandates hold whose rows do not (see `first_days`): a day, or one of
    `FirstDayRule`. `granting` holds the cells of the decision that grants them, by column, where that comes into the
    register with them (see `granting`). `new_types` tells whether the mandates for everything that the register has
    hold back the decision types that come with the list (see `holding_back`). `requires_amount` tells that decision
    types need an amount where the list limits them (see `required_amounts`).
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
    conditions: Mapping[str, Collection[str]] = field(default_factory=dict)
    mended: Mapping[str, str] = field(default_factory=dict)
    dropped: tuple[int, ...] = ()
    rubrics: str = ""
    marked: Mapping[str, bool] = field(default_factory=dict)
    numbers: str = ""
    functions: tuple[int, ...] = ()
    limits: str = ""
    multiples: Mapping[str, str] = field(default_factory=dict)
    by_type: Mapping[str, bool] = field(default_factory=dict)
    later: tuple[str, ...] = ()
    disclosure: str = ""
    replaces: bool = False
    is_complete: bool = False
    added: Mapping[str, Mapping[str, Mapping[str, str]]] = field(default_factory=dict)
    doubles: str = ""
    new_units: str = ""
    vat_by: Mapping[str, str] = field(default_factory=dict)
    remarks: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    since: str = ""
    granting: Mapping[str, str] = field(default_factory=dict)
    new_types: str = ""
    requires_amount: bool = False

    @classmethod
    def of(cls, plain: Mapping[str, Any]) -> Plan:
        """Read what `asdict` wrote, and JSON kept."""
        listed = {name: tuple(plain[name]) for name in ("unused", "dropped", "functions", "later") if name in plain}
        return cls(**{**plain, **listed})

    @property
    def missing_keys(self) -> list[str]:
        """The columns without which nobody knows what a row is about, as far as they come from nowhere."""
        return [name for name in key_columns(BY_NAME[self.table]) if not self.says(name) and not self._makes(name)]

    def says(self, column: str) -> bool:
        """Return True if the file or a fixed text says what a column of the register is to hold."""
        is_by_type = column == "vat" and bool(self.vat_by)
        return column in self.columns or is_by_type or bool(self.fixed.get(column)) or bool(self.places(column))

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
    def of_types(self) -> list[str]:
        """The columns that the decision types of a new mandate tell where the file says nothing."""
        return [name for name in OF_TYPES if self.by_type.get(name) and not self.fixed.get(name)]

    @property
    def makes_numbers(self) -> bool:
        """True if mandates of a list get numbers where it has none; the rows of a matrix need one of their own."""
        return self.table == "mandates" and bool(self.numbers) and not (self.functions and self.says("number"))

    def _makes(self, column: str) -> bool:
        return column == "number" and self.makes_numbers


def word_of(text: str) -> str:
    """Return a word of the file as the meanings of a plan name it."""
    return " ".join(text.casefold().split())


def is_joint(plan: Plan, word: str) -> bool:
    """Return True of the mark of a matrix that all in its row who have it decide together."""
    meant = plan.meanings.get(OF_MARKS, {}).get(word)
    return bool(plan.functions and meant and meant.startswith(TOGETHER))


def read_for(plan: Plan, column: str, meant: str) -> str:
    """Return what is read in a cell for the meaning of its word: of a mark that decides together the limit it gives."""
    is_together = column == OF_MARKS and plan.functions and meant.startswith(TOGETHER)
    return meant.removeprefix(TOGETHER).strip() if is_together else meant
