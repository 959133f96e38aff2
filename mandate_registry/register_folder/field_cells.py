"""In which cell each kind of value stands, and so each field of a fact."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, cast

from mandate_registry.register_folder import cell_types
from mandate_registry.rules import values
from mandate_registry.rules.fields import Field
from mandate_registry.rules.values import Special

OF_KINDS: dict[Any, cell_types.CellType] = {
    values.LINE: cell_types.LINE,
    values.NAME: cell_types.TEXT,
    values.TEXT: cell_types.TEXT,
    values.CODE: cell_types.A_CODE,
    values.NUMBER: cell_types.A_NUMBER,
    values.OIN: cell_types.AN_OIN,
    values.CURRENCY: cell_types.CURRENCY,
    values.TIME_ZONE: cell_types.TIME_ZONE,
    values.ADDRESS: cell_types.ADDRESS,
    values.LEVELS: cell_types.LEVELS,
    values.RANK: cell_types.RANK,
    values.AMOUNT: cell_types.AMOUNT,
    values.DAY: cell_types.DAY,
    values.SEATS: cell_types.SEATS,
    values.PRINCIPAL: cell_types.PRINCIPAL,
    bool: cell_types.YES_OR_NO,
}
"""The cell of each kind of value."""
OF_LISTS: dict[Any, cell_types.CellType] = {
    values.CODE: cell_types.CODES,
    values.TYPE: cell_types.TYPES,
    values.ITEM: cell_types.LINES,
    values.OIN: cell_types.OINS,
    values.SCOPE: cell_types.FIELDS,
    values.RESERVATION: cell_types.RESERVATIONS,
    values.SENTENCE: cell_types.SENTENCES,
}
"""The cell of several values of a kind."""


def cell_of(one: Field) -> cell_types.CellType:
    """Return the cell in which a field of a fact is written."""
    if Special.SELDOM in one.special:
        return cell_types.ONLY_YES
    known = (OF_LISTS if one.many else OF_KINDS).get(one.kind)
    if known is None:
        known = cell_types.one_of(cast("type[StrEnum]", one.kind))
        return cell_types.list_of(known) if one.many else known
    return known
