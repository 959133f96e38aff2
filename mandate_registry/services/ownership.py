"""Whose cards and credentials a caller sees: an employee his own, who keeps the register everybody's there."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, true

from mandate_registry.errors import Forbidden
from mandate_registry.services.callers import Caller
from mandate_registry.services.permissions import Right
from models import registers


def visible_owner(caller: Caller, employee: ColumnElement[Any]) -> ColumnElement[bool]:
    """Return the condition, over a column with whose it is, that a caller sees a row; Forbidden to who sees none."""
    if caller.may_anywhere(Right.CARD):
        return true()
    home = caller.organisation or ""
    if caller.may(Right.CARD, home):
        return registers.c.oin == home
    if caller.may_for_self(Right.CARD, home):
        return (registers.c.oin == home) & (employee == caller.person)
    raise Forbidden("This caller has no right to cards and credentials.")
