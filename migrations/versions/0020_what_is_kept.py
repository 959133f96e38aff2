"""Answers are kept compressed, and the log says for how long; `retention_terms` has which of its entries do."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from mandate_registry.packing import packed
from models import guards

revision = "0020"
down_revision = "0019"

AT_ONCE = 500
BEFORE = sa.table("checks", sa.column("row"), sa.column("answer", sa.Text()), sa.column("packed", sa.LargeBinary()))


def upgrade() -> None:
    """Compress what is kept; of how long it is kept nothing is said yet."""
    position = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "retention_terms",
        sa.Column(
            "position", position, autoincrement=False, nullable=False, comment="of the entry, which says since when"
        ),
        sa.Column("days", sa.Integer(), comment="null: for ever"),
        sa.PrimaryKeyConstraint("position", name=op.f("pk_retention_terms")),
    )
    comment = "JSON, as it was told, compressed (zlib); null: nothing was"
    op.add_column("checks", sa.Column("packed", sa.LargeBinary(), comment=comment))
    last = 0
    while last is not None:
        last = _pack_after(op.get_bind(), last)
    op.execute("ALTER TABLE checks DROP COLUMN answer")
    op.execute("ALTER TABLE checks RENAME COLUMN packed TO answer")
    _let_titles_be_erased(op.get_bind())


def _let_titles_be_erased(connection: sa.Connection) -> None:
    salt = "goes with title and reason into what the log commits to; null: before 0020"
    sealed = "what the log committed to, once title, reason and salt are erased"
    op.add_column("changesets", sa.Column("salt", sa.LargeBinary(), comment=salt))
    op.add_column("changesets", sa.Column("sealed", sa.LargeBinary(), comment=sealed))
    dialect = connection.dialect.name
    on_table = " ON changesets" if dialect == "postgresql" else ""
    connection.exec_driver_sql(f"DROP TRIGGER changesets_closing{on_table}")
    columns = [column["name"] for column in sa.inspect(connection).get_columns("changesets")]
    for statement in guards.for_erasing(dialect, "changesets", columns, ["reason", "title"]):
        connection.exec_driver_sql(statement)


def _pack_after(connection: sa.Connection, last: int) -> int | None:
    """Compress the answers of some rows after one; returns the last of them, None when there are no more."""
    those = sa.select(BEFORE.c.row, BEFORE.c.answer).where(BEFORE.c.row > last, BEFORE.c.answer.is_not(None))
    rows = connection.execute(those.order_by(BEFORE.c.row).limit(AT_ONCE)).all()
    if not rows:
        return None
    one = sa.update(BEFORE).where(BEFORE.c.row == sa.bindparam("its")).values(packed=sa.bindparam("told"))
    connection.execute(one, [{"its": row, "told": packed(answer)} for row, answer in rows])
    return int(rows[-1].row)
