"""Which part of an authority matrix is asked for in an address."""

from __future__ import annotations

from schemas import fields
from schemas.base import Schema


class MatrixQuery(Schema):
    """In whose register, on which day, which group of decision types, which unit and which page."""

    organisation = fields.oin()
    day = fields.day()
    under = fields.types()
    unit = fields.code()
    after = fields.cursor(data_key="cursor", load_default=0)
