"""The keys that sign what the registry says: the private halves in a file, what is public of them in the database.

ES256 signs statements (receipts, credentials), Ed25519 the checkpoints of the log. A key is published when it is made,
and may sign from a later moment on; it stays published for as long as nobody revokes it.
"""

from __future__ import annotations

import fcntl
import json
import os
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from threading import Lock
from typing import TYPE_CHECKING, Any

from joserfc.jwk import ECKey, KeySet, OKPKey
from sqlalchemy import bindparam, select

from mandate_registry.config import must_be_private
from mandate_registry.errors import Lack, Unavailable
from models import signing_keys
from models.types import Instant

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    from joserfc.jwk import Key
    from sqlalchemy import Connection


class Algorithm(StrEnum):
    """With which keys sign (RFC 7518, RFC 9864), and what: statements, or checkpoints."""

    STATEMENTS = "ES256"
    CHECKPOINTS = "Ed25519"


_NEWEST = (
    select(signing_keys.c.kid)
    .where(signing_keys.c.algorithm == bindparam("algorithm"), signing_keys.c.revoked_at.is_(None))
    .where(signing_keys.c.signs_from <= bindparam("moment", type_=Instant))
    .order_by(signing_keys.c.signs_from.desc(), signing_keys.c.created_at.desc(), signing_keys.c.kid)
    .limit(1)
)
_PUBLIC = (
    select(signing_keys.c.public_key)
    .where(signing_keys.c.algorithm == bindparam("algorithm"))
    .order_by(signing_keys.c.created_at, signing_keys.c.kid)
)
_PUBLISHED = _PUBLIC.where(signing_keys.c.revoked_at.is_(None))
_REVOKED = _PUBLIC.where(signing_keys.c.revoked_at.is_not(None))


@dataclass(frozen=True, slots=True)
class PrivateKeys:
    """The private keys, in a file of JSON Web Keys (RFC 7517) that only its owner reads.

    It is read again when it has changed: a key that is made while the service runs signs from its moment on.
    """

    file: Path | None
    _read: dict[tuple[int, int], Mapping[str, Key]]
    _turn: Lock

    @classmethod
    def of(cls, file: Path | None) -> PrivateKeys:
        """Use the keys in a file, which may not be there yet."""
        return cls(file, {}, Lock())

    def find(self, kid: str) -> Key:
        """Give a key by its thumbprint; Unavailable when the file does not have it, Unsafe when others may read it."""
        key = self._keys().get(kid)
        if key is None:
            raise Unavailable("The private key with which this would be signed is not at hand.", Lack.KEY)
        return key

    def add(self, key: Key) -> None:
        """Add a key to the file, which is replaced as a whole: it never holds half a key, and loses none."""
        if self.file is None:
            raise Unavailable("MANDATES_SIGNING_KEYS must name the file for the keys that sign.", Lack.KEY)
        with _turn_at(self.file):
            self._replace(self.file, [*self._keys().values(), key])

    def _replace(self, file: Path, keys: Sequence[Key]) -> None:
        aside = file.with_name(f"{file.name}.new")
        aside.unlink(missing_ok=True)
        with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as stream:
            json.dump({"keys": [one.as_dict(private=True) for one in keys]}, stream)
            stream.flush()
            os.fsync(stream.fileno())
        aside.replace(file)

    def _keys(self) -> Mapping[str, Key]:
        if self.file is None or not self.file.exists():
            return {}
        found = self.file.stat()
        stamp = (found.st_mtime_ns, found.st_ino)
        with self._turn:
            if stamp not in self._read:
                must_be_private(self.file)
                kept = KeySet.import_key_set(json.loads(self.file.read_text(encoding="utf-8")))
                self._read.clear()
                self._read[stamp] = {str(key.kid): key for key in kept.keys}
            return self._read[stamp]


@contextmanager
def _turn_at(file: Path) -> Iterator[None]:
    """Let one process at a time change a file; a turn ends with its process, however that ends."""
    descriptor = os.open(file.with_name(f"{file.name}.lock"), os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def make_key(algorithm: Algorithm) -> Key:
    """Make a key that nobody has; its id is its thumbprint (RFC 7638)."""
    key = ECKey.generate_key("P-256") if algorithm is Algorithm.STATEMENTS else OKPKey.generate_key("Ed25519")
    private: Any = key.as_dict(private=True) | {"kid": key.thumbprint(), "alg": algorithm.value, "use": "sig"}
    return type(key).import_key(private)


def signer_at(connection: Connection, algorithm: Algorithm, moment: datetime) -> str | None:
    """Return the id of the key that signs at a moment, at hand or not; None when there is none."""
    return connection.scalar(_NEWEST, {"algorithm": algorithm.value, "moment": moment})


def signing_key(connection: Connection, keys: PrivateKeys, algorithm: Algorithm, moment: datetime) -> Key:
    """Give the key that signs at a moment: the newest that may by then. Unavailable when there is none at hand."""
    kid = signer_at(connection, algorithm, moment)
    if kid is None:
        raise Unavailable("There is no key to sign with: run ./mandates signing-key create.", Lack.KEY)
    return keys.find(kid)


def published_keys(connection: Connection, algorithm: Algorithm) -> list[dict[str, Any]]:
    """Give the public keys that are good, as JSON Web Keys: those that no longer sign too, none that was revoked."""
    return [json.loads(key) for key in connection.scalars(_PUBLISHED, {"algorithm": algorithm.value})]


def revoked_keys(connection: Connection, algorithm: Algorithm) -> list[dict[str, Any]]:
    """Give the public keys that were revoked, as JSON Web Keys: what they signed is good only if the log has it."""
    return [json.loads(key) for key in connection.scalars(_REVOKED, {"algorithm": algorithm.value})]
