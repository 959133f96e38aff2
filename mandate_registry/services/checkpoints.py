"""Making checkpoints of the log: when one is asked for, and now and then by themselves, while the log grows."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import cast

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import Connection

from mandate_registry.config import Settings
from mandate_registry.errors import Unavailable, Unsafe
from mandate_registry.evidence.private_keys import Algorithm, PrivateKeys, signing_key
from mandate_registry.log.checkpoint_store import newest, save_checkpoint
from mandate_registry.log.proofs import size_of

CHECKPOINT_INTERVAL = timedelta(hours=1)
"""How old the newest checkpoint may be when the log grows: what is rolled back behind it is found out."""


@dataclass(slots=True)
class Checkpoints:
    """Makes the checkpoints of an installation. Until `due` nothing has to be looked up; None is: not known yet."""

    settings: Settings
    private_keys: PrivateKeys
    due: datetime | None = None

    def make(self, connection: Connection) -> str:
        """Return the checkpoint of the current log, created if needed. Raises Unavailable without a signing key."""
        moment = datetime.now(UTC)
        key = signing_key(connection, self.private_keys, Algorithm.CHECKPOINTS, moment)
        return save_checkpoint(connection, self.settings.log_origin, cast("Ed25519PrivateKey", key.private_key), moment)

    def make_if_due(self, connection: Connection) -> None:
        """Make one as the last thing of a transaction, if none was for long; without a key at hand it is left out."""
        moment = datetime.now(UTC)
        if self.due is not None and moment < self.due <= moment + CHECKPOINT_INTERVAL:
            return
        last = newest(connection)
        if last is not None and last.signed_at > moment - CHECKPOINT_INTERVAL:
            self.due = last.signed_at + CHECKPOINT_INTERVAL
        elif last is None or last.size < size_of(connection):
            with suppress(Unavailable, Unsafe):
                self.make(connection)
            self.due = moment + CHECKPOINT_INTERVAL
