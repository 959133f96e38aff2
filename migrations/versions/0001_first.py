"""The tables of the first release, with what guards them; `migrations/first` has them as each database reads them."""

from __future__ import annotations

import re
from pathlib import Path

from alembic import op

revision = "0001"
down_revision = None

FIRST = Path(__file__).parents[1] / "first"
SUBJECTS = ("registers", "organisations", "people", "mandates", "changesets", "callers", "log", "checks")
"""The files, each after those whose tables it refers to."""


def upgrade() -> None:
    """Make the tables, which are empty, and so is the log."""
    connection = op.get_bind()
    for subject in SUBJECTS:
        text = (FIRST / connection.dialect.name / f"{subject}.sql").read_text(encoding="utf-8")
        for statement in re.split(r"(?<=;)\n+", text.rstrip()):
            connection.exec_driver_sql(statement)
