"""What columns a list of staff has, of which units, positions, people and appointments are read."""

from __future__ import annotations

from operator import attrgetter

from mandate_registry.register_folder import cell_types
from mandate_registry.register_folder.columns import APPOINTMENTS, EMPLOYEES, Column, Table

_NAMED = ("position", "position_code", "unit", "unit_code")
STAFF = Table(
    "staff",
    EMPLOYEES.fact,
    (
        *EMPLOYEES.columns[:5],
        *(Column(name, cell_types.TEXT, (name,), required=False, get=attrgetter(name)) for name in _NAMED),
        *APPOINTMENTS.columns[2:],
    ),
)
"""What columns such a list has. It is no file of the format."""
