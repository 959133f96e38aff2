"""What the lists of work may be asked in an address."""

from __future__ import annotations

from schemas import fields
from schemas.base import Schema
from schemas.values import Digits

MOST = 10**9


class DaysQuery(Schema):
    """Between which two days a register is compared; where none is named, the last month."""

    since = fields.day(load_default=None)
    until = fields.day(load_default=None)
    after = Digits(0, MOST, load_default=0)
