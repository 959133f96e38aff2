"""What the lists of work may be asked in an address."""

from __future__ import annotations

from schemas import fields
from schemas.base import Schema
from schemas.values import Digits

MAX_NUMBER = 10**9


class GainsQuery(Schema):
    """After which version of a register what gave power is listed."""

    after = Digits(0, MAX_NUMBER, load_default=0)


class DaysQuery(Schema):
    """Between which two days a register is compared; where none is named, the last month."""

    since = fields.day(load_default=None)
    until = fields.day(load_default=None)
    after = Digits(0, MAX_NUMBER, load_default=0)
