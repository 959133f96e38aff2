"""Indexes by which a page of the public register is found, however many mandates there are."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"

PUBLISHED = sa.text("disclosure = 'public' AND known_until IS NULL")
INDEXES = {
    "ix_mandates_published": ["register_id", "row", "valid_from", "valid_until"],
    "ix_mandates_published_row": ["row"],
}


def upgrade() -> None:
    """Add the indexes."""
    for name, columns in INDEXES.items():
        op.create_index(name, "mandates", columns, sqlite_where=PUBLISHED, postgresql_where=PUBLISHED)
