"""Answers are kept compressed: one of the own organisation took twenty times what it takes now."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from mandate_registry.packing import packed

revision = "0020"
down_revision = "0019"

AT_ONCE = 500
BEFORE = sa.table("checks", sa.column("row"), sa.column("answer", sa.Text()), sa.column("packed", sa.LargeBinary()))


def upgrade() -> None:
    """Compress what is kept."""
    comment = "JSON, as it was told, compressed (zlib); null: nothing was"
    op.add_column("checks", sa.Column("packed", sa.LargeBinary(), comment=comment))
    last = 0
    while last is not None:
        last = _pack_after(op.get_bind(), last)
    op.execute("ALTER TABLE checks DROP COLUMN answer")
    op.execute("ALTER TABLE checks RENAME COLUMN packed TO answer")


def _pack_after(connection: sa.Connection, last: int) -> int | None:
    """Compress the answers of some rows after one; returns the last of them, None when there are no more."""
    those = sa.select(BEFORE.c.row, BEFORE.c.answer).where(BEFORE.c.row > last, BEFORE.c.answer.is_not(None))
    rows = connection.execute(those.order_by(BEFORE.c.row).limit(AT_ONCE)).all()
    if not rows:
        return None
    one = sa.update(BEFORE).where(BEFORE.c.row == sa.bindparam("its")).values(packed=sa.bindparam("told"))
    connection.execute(one, [{"its": row, "told": packed(answer)} for row, answer in rows])
    return int(rows[-1].row)
