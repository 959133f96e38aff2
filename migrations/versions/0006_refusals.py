"""A question that was refused is kept with the reason why."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Make room for the reason; why something was refused before is not known."""
    op.add_column("checks", sa.Column("reason", sa.Text(), comment="why it was refused"))
