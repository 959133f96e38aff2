"""In which cell each kind of value stands, and so each field of a fact."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, cast

from mandate_registry.register_folder import cells
from mandate_registry.rules import values
from mandate_registry.rules.fields import Field
from mandate_registry.rules.values import Special

OF_KINDS: dict[Any, cells.Cell] = {
    values.LINE: cells.LINE,
    values.NAME: cells.TEXT,
    values.TEXT: cells.TEXT,
    values.CODE: cells.A_CODE,
    values.NUMBER: cells.A_NUMBER,
    values.OIN: cells.AN_OIN,
    values.CURRENCY: cells.CURRENCY,
    values.TIME_ZONE: cells.TIME_ZONE,
    values.ADDRESS: cells.ADDRESS,
    values.LEVELS: cells.LEVELS,
    values.RANK: cells.RANK,
    values.AMOUNT: cells.AMOUNT,
    values.DAY: cells.DAY,
    values.SEATS: cells.SEATS,
    values.PRINCIPAL: cells.PRINCIPAL,
    bool: cells.YES_OR_NO,
}
"""The cell of each kind of value."""
OF_LISTS: dict[Any, cells.Cell] = {
    values.CODE: cells.CODES,
    values.TYPE: cells.TYPES,
    values.ITEM: cells.LINES,
    values.OIN: cells.OINS,
    values.SCOPE: cells.FIELDS,
    values.RESERVATION: cells.RESERVATIONS,
    values.SENTENCE: cells.SENTENCES,
}
"""The cell of several values of a kind."""


def cell_of(one: Field) -> cells.Cell:
    """Return the cell in which a field of a fact is written."""
    if Special.SELDOM in one.special:
        return cells.ONLY_YES
    known = (OF_LISTS if one.many else OF_KINDS).get(one.kind)
    if known is None:
        known = cells.one_of(cast("type[StrEnum]", one.kind))
        return cells.list_of(known) if one.many else known
    return known
