"""A key has secrets, so that it can be rotated: what was the key's own digest becomes that of its first secret."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Give every key its secret, in a row of its own; a key that works goes on to work."""
    op.create_table(
        "key_secrets",
        sa.Column("digest", sa.LargeBinary(32), nullable=False, comment="SHA-256 of the secret"),
        sa.Column("key_id", sa.Uuid(), nullable=False),
        sa.Column("prefix", sa.Text(), nullable=False, comment="the first characters, to recognise a secret by"),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "expires_at",
            sa.DateTime(timezone=True),
            comment="from when it is worth nothing; null: it lasts as long as its key",
        ),
        sa.Column("last_used_at", sa.DateTime(timezone=True), comment="to the hour; null: never, as far as is known"),
        sa.ForeignKeyConstraint(["key_id"], ["api_keys.id"], name=op.f("fk_key_secrets_key_id_api_keys")),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_key_secrets")),
        comment="a key keeps its id when its secret is rotated: both secrets are good while they overlap",
    )
    op.create_index(op.f("ix_key_secrets_key_id"), "key_secrets", ["key_id"])
    op.execute(
        "INSERT INTO key_secrets (digest, key_id, prefix, created_at)"
        " SELECT digest, id, prefix, created_at FROM api_keys"
    )
    with op.batch_alter_table("api_keys") as keys:
        keys.drop_constraint(op.f("uq_api_keys_digest"), type_="unique")
        keys.drop_column("digest")
        keys.drop_column("prefix")
