"""The forms of an import: the file's organisation, what its table is, and which column is which."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from enum import StrEnum
from functools import cache
from typing import Any

import marshmallow as ma

from mandate_registry.register_folder.amounts.limits import AMOUNTS, BOUNDED
from mandate_registry.register_folder.column_notation import Notation
from mandate_registry.register_folder.columns import TABLES
from mandate_registry.register_folder.grid.sheet_layout import Mark
from mandate_registry.register_folder.problems import MAX_ERRORS
from mandate_registry.register_folder.sheet.heading_match import uses_of
from mandate_registry.register_folder.sheet.plan import (
    ADDED,
    BY_NAME,
    HIDDEN_COLUMNS,
    LOOK,
    OF_TYPES,
    Bound,
    Doubles,
    FunctionLimits,
    Multiple,
    NewTypes,
    Rubrics,
)
from mandate_registry.register_folder.sheet.row_remarks import BODY, COLUMNS, DISCLOSURE, MAX_REMARKS, WITH, Remark
from mandate_registry.register_folder.staff.staff_columns import STAFF
from mandate_registry.rules.facts import Disclosure, Vat
from schemas import fields
from schemas.base import Listed, Nested, Schema
from schemas.pages.addition_forms import ForAll, NewPosition, NewType
from schemas.values import Flag, Value, Word, Written

KINDS = {table.name.upper(): table.name for table in (*TABLES, STAFF)}
TableName = StrEnum("TableName", KINDS)  # type: ignore[misc]  # (the names are known as it starts)
NOT_USED, FUNCTIONS = "-", "functions"
"""What a column of the file is used for, beside what the register has: nothing, or as a function of a matrix."""
AS_ITS_TYPE, LATER, ANEW = "@type", "@later", "@new"
"""What counts instead of one value for all rows: what the decision types of each say, nothing yet, or what is told."""
ROW = re.compile("[0-9]{1,7}")
RemarkColumn = StrEnum("RemarkColumn", {name.upper(): name for name in COLUMNS})  # type: ignore[misc]  # (the names are known as it starts)


class Read(StrEnum):
    """Whether rows are read."""

    READ = "read"
    SKIP = "skip"


class AnswerKind(StrEnum):
    """What a word stands for: nothing, a text, a condition, joint holders, or something new; or its row is not read.

    An empty cell may stand for what is above it.

    A word with an amount in it may be both a limit and a condition.
    """

    EMPTY = "empty"
    TEXT = "text"
    BOTH = "both"
    CONDITION = "condition"
    SKIP = "skip"
    TOGETHER = "together"
    NEW = "new"
    ABOVE = "above"


New = StrEnum("New", {table.upper(): table for table in ADDED.values()})  # type: ignore[misc]  # (the names are known as it starts)


class From(StrEnum):
    """From when new mandates hold: as the decision says that grants them, a day that is typed, or since ever."""

    INSTRUMENT = "instrument"
    DAY = "day"
    NONE = "none"


EACH = "each"
"""The answer that each day of a column is what it seems meant to be, where some contradict the others."""
Answers = StrEnum("Answers", {one.name: one.value for one in Bound} | {"EACH": EACH})  # type: ignore[misc]  # (the names are known as it starts)


class Granting(Schema):
    """The decision that grants the mandates of a list, where the register does not have it."""

    reference = fields.line(load_default="")
    title = fields.text(load_default="")
    adopted_by = fields.text(load_default="")
    adopted_on = fields.day(load_default=None)
    in_force_from = fields.day(load_default=None)


class ByType(StrEnum):
    """Whether decision types tell what rows do not."""

    TYPE = "type"
    NONE = "none"


class UploadForm(Schema):
    """For whose register a file is; None where the caller keeps only one."""

    organisation = fields.oin(load_default=None)


class TableForm(Schema):
    """Which sheet of a file counts, and of which table it is."""

    sheet = Value(required=True)
    table = Word(TableName, required=True)


@cache
def columns_form(table: str, width: int) -> type[Schema]:
    """Make the form that says what each of so many columns of a file is used for, or what stands in every row.

    Columns are named `c0`, `c1`, …; one that is not named is not answered.
    """
    names = uses_of(BY_NAME[table])
    uses = StrEnum("Uses", {f"U{place}": name for place, name in enumerate((NOT_USED, FUNCTIONS, *names))})  # type: ignore[misc]  # (the names are known as it starts)
    return _form(
        "ColumnsForm",
        {
            "uses": Nested(_form("UsesForm", {f"c{place}": Word(uses) for place in range(width)}), load_default=dict),
            "fixed": Nested(_texts("FixedForm", [one.name for one in BY_NAME[table].columns]), load_default=dict),
            "rest_unused": Flag(load_default=False),
            "is_complete": Flag(load_default=False),
        },
    )


class VatOfType(Schema):
    """The basis of the amounts of a decision type, where it is not that of all others."""

    word = Value(required=True)
    basis = Word(Vat, load_default=None)


class Use(Word):
    """What a remark is: one of a closed list of words, or what it says beside the columns of its row."""

    def read(self, value: str) -> Any:
        """Find the word, or keep what begins as one of these."""
        return value if value.startswith((BODY, WITH, DISCLOSURE)) else super().read(value)


class RemarkForm(Schema):
    """What a remark of a list of mandates is."""

    column = Word(RemarkColumn, required=True)
    word = Value(required=True)
    use = Use(Remark, required=True)


def _bounds(name: str) -> type[StrEnum]:
    """Return the answers about a column: amounts do not tell what each seems meant to be."""
    return Bound if name in AMOUNTS else Answers


IS = "="
"""With what the answer begins that is a text to be read for a word."""


class Answer(Word):
    """What a word stands for: one of a closed list of words, or = and a text."""

    def read(self, value: str) -> Any:
        """Find the word, or keep the text."""
        return value if value.startswith(IS) else super().read(value)


class Meaning(Schema):
    """What a word of the file stands for in a column: nothing, another text, or that its row is not read."""

    column = Value(required=True)
    word = Value(load_default="")
    how = Answer(AnswerKind, load_default=None)
    text = fields.text(load_default="")


OfTypes = StrEnum("OfTypes", {name.upper(): name for name in OF_TYPES})  # type: ignore[misc]  # (the names are known as it starts)


class CorrectedCellIn(Schema):
    """What is to stand in a cell of the file, or in a row of a column that the file has not."""

    row = Written(ROW, "a row", int, required=True)
    place = Written(ROW, "a column", int, load_default=None)
    column = Word(OfTypes, load_default=None)
    text = fields.text(load_default="")


class BodyOfRows(Schema):
    """On behalf of which body rows are whose decision types tell another than their list."""

    rows = Listed(Written(ROW, "a row", int), most=MAX_ERRORS, load_default=())
    body = fields.code(load_default="")


@cache
def answers_form(values: int) -> type[Schema]:
    """Make the form that says what a sheet leaves open, what its words stand for, and what is new in it.

    Of so many values, `v0`, `v1`, …, it says whether rows are read.
    """
    return _form(
        "AnswersForm",
        {
            "fixed": Nested(_texts("OpenForm", ("vat", "currency", "nature", "instrument")), load_default=dict),
            "bounds": Nested(
                _form("BoundsForm", {name: Word(_bounds(name), data_key=name) for name in BOUNDED}), load_default=dict
            ),
            "chosen": Nested(
                _form("ChosenForm", {f"v{place}": Word(Read) for place in range(values)}), load_default=dict
            ),
            "marked": Nested(
                _form("MarkedForm", {mark: Word(Read) for mark in (*Mark, HIDDEN_COLUMNS, LOOK)}), load_default=dict
            ),
            "multiples": Nested(
                _form("MultiplesForm", {name: Word(Multiple, data_key=name) for name in AMOUNTS}), load_default=dict
            ),
            "by_type": Nested(
                _form("ByTypeForm", {name: Word(ByType, data_key=name) for name in OF_TYPES}), load_default=dict
            ),
            "limits": Word(FunctionLimits, load_default=None),
            "rubrics": Word(Rubrics, load_default=None),
            "notation": Word(Notation, load_default=None),
            "numbers": fields.line(load_default=""),
            "replaces": Flag(load_default=False),
            "new_units": Value(load_default=""),
            "vat_by": Listed(VatOfType, most=MAX_ERRORS, load_default=()),
            "mended": Listed(CorrectedCellIn, most=MAX_ERRORS, load_default=()),
            "remarks": Listed(RemarkForm, most=len(COLUMNS) * MAX_REMARKS, load_default=()),
        }
        | _of_new()
        | _of_words(),
    )


def _of_new() -> dict[str, Any]:
    """Return the fields that say what new mandates get beside the file, and who decides on new decision types."""
    return {
        "disclosure": Word(Disclosure, load_default=None),
        "new_types": Word(NewTypes, load_default=None),
        "since": Word(From, load_default=None),
        "since_day": fields.day(load_default=None),
        "granting": Nested(Granting, load_default=dict),
    }


def _of_words() -> dict[str, Any]:
    """Return the fields that say what words stand for, and what is new."""
    return {
        "meanings": Listed(Meaning, most=MAX_ERRORS, load_default=()),
        "bodies": Listed(BodyOfRows, most=MAX_ERRORS, load_default=()),
        "all_new": Listed(Word(New), load_default=()),
        "of_all": Nested(ForAll, load_default=dict),
        "decision_types": Listed(NewType, most=MAX_ERRORS, load_default=()),
        "positions": Listed(NewPosition, most=MAX_ERRORS, load_default=()),
    }


class CorrectionForm(Schema):
    """What the owner of a file mends on the page, without sending it again.

    `all_new` are the tables of which all is new that nothing else is said of.
    """

    meanings = Listed(Meaning, most=MAX_ERRORS, load_default=())
    mended = Listed(CorrectedCellIn, most=MAX_ERRORS, load_default=())
    dropped = Listed(Written(ROW, "a row", int), most=MAX_ERRORS, load_default=())
    bodies = Listed(BodyOfRows, most=MAX_ERRORS, load_default=())
    all_new = Listed(Word(New), load_default=())
    doubles = Word(Doubles, load_default=None)
    new_units = Value(load_default="")


def _texts(name: str, names: Iterable[str]) -> type[Schema]:
    return _form(name, {one: fields.text(data_key=one) for one in names})


def _form(name: str, held: Mapping[str, Any]) -> type[Schema]:
    meta = type("Meta", (ma.Schema.Meta,), {"unknown": ma.RAISE})
    return type(name, (Schema,), {"__module__": __name__, "Meta": meta, **held})
