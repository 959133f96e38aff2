"""The form that says what is new in a list of mandates: decision types and positions."""

from __future__ import annotations

from mandate_registry.register_folder.problems import MAX_ERRORS
from mandate_registry.rules.facts import Nature
from schemas import fields
from schemas.base import Listed, Nested, Schema
from schemas.values import Value, Word


class ForAll(Schema):
    """What counts for each of which nothing else is said."""

    body = fields.code(load_default="")
    nature = Word(Nature, load_default="")
    unit = Value(load_default="")
    valid_from = fields.day(load_default=None)


class _NewWord(Schema):
    """A word of a list that is to be an entry; `how` says whether it is new, or the same as one of the register.

    `same` names that one, where it is not among those that are likely.
    """

    word = Value(required=True)
    how = Value(load_default="")
    same = fields.text(load_default="")
    code = fields.code(load_default="")
    title = fields.text(load_default="")


class NewType(_NewWord):
    """A decision type that a list names."""

    body = fields.code(load_default="")
    nature = Word(Nature, load_default="")


class NewPosition(_NewWord):
    """A position that a list names."""

    unit = Value(load_default="")


class AdditionsForm(Schema):
    """What is told of all that is new in a list."""

    of_all = Nested(ForAll, load_default=dict)
    decision_types = Listed(NewType, most=MAX_ERRORS, load_default=())
    positions = Listed(NewPosition, most=MAX_ERRORS, load_default=())
