"""The tables: rows and their conversion to facts, no behaviour."""

from models.base import metadata
from models.facts import FACTS, TABLES, as_fact, as_row
from models.keys import api_keys
from models.mandates import mandate_seats, mandates
from models.organisations import registers
from models.questions import checks

__all__ = [
    "FACTS",
    "TABLES",
    "api_keys",
    "as_fact",
    "as_row",
    "checks",
    "mandate_seats",
    "mandates",
    "metadata",
    "registers",
]
