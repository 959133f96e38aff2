"""Which part of an authority matrix is asked for in an address."""

from __future__ import annotations

from schemas import fields
from schemas.base import Schema


class MatrixQuery(Schema):
    """In whose register, on which day, which group of decision types and which unit."""

    organisation = fields.oin()
    day = fields.day()
    under = fields.types()
    unit = fields.code()
