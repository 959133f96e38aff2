"""A kept reply says what it rests on, which is asked again before it is given again."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    """Make room for it; of what was kept before it is not known."""
    comment = "JSON: the rights that were used, and what was read; null: kept before 0018"
    op.add_column("replies", sa.Column("basis", sa.Text(), comment=comment))
