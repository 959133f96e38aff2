"""The keys that sign what the registry says: the private halves in a file, what is public of them in the database.

ES256 signs statements (receipts, credentials), Ed25519 the checkpoints of the log. A key is published when it is made,
and may sign from a later moment on; it stays published for as long as nobody revokes it.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from threading import Lock
from typing import Any

from joserfc.errors import JoseError
from joserfc.jwk import ECKey, Key, KeySet, OKPKey
from sqlalchemy import Connection, bindparam, select

from mandate_registry import COMMAND
from mandate_registry.errors import Lack, Unavailable, Unsafe
from mandate_registry.secret_files import must_be_private
from models import signing_keys
from models.types import Instant


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


UNUSABLE = "The keys that sign cannot be used."
"""What anybody may be told; which file it is, and why, is for who runs the registry."""


@dataclass(frozen=True, slots=True)
class PrivateKeys:
    """The private keys, in a file of JSON Web Keys (RFC 7517) that only its owner reads.

    It is read again when it has changed: a key that is made while the service runs signs from its moment on.
    """

    file: Path | None
    _read: dict[tuple[int, ...], Mapping[str, Key]]
    _turn: Lock

    @classmethod
    def of(cls, file: Path | None) -> PrivateKeys:
        """Use the keys in a file, which may not be there yet."""
        return cls(file, {}, Lock())

    def find(self, kid: str) -> Key:
        """Return a key by its thumbprint.

        Unavailable when the file does not have it or is damaged, Unsafe when others may read the file.
        """
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

    def set_aside_if_damaged(self) -> Path | None:
        """Rename a damaged file, so that new keys have a place, and return what it is called now; None if it is not."""
        if self.file is None:
            return None
        with _turn_at(self.file):
            if not self.is_damaged():
                return None
            aside = self.file.with_name(f"{self.file.name}-damaged-{datetime.now(UTC):%Y%m%dT%H%M%S%fZ}")
            self.file.chmod(0o600)
            return self.file.rename(aside)

    def is_damaged(self) -> bool:
        """Return True if the file is there and its keys cannot be used; False without a file.

        Raise Unsafe when others may read it, or it cannot be read.
        """
        try:
            self._keys()
        except Unavailable:
            return True
        return False

    def _keys(self) -> Mapping[str, Key]:
        found = _status(self.file) if self.file else None
        if self.file is None or found is None:
            return {}
        stamp = (found.st_ctime_ns, found.st_mtime_ns, found.st_ino, found.st_dev, found.st_mode)
        with self._turn:
            if stamp not in self._read:
                kept = _read(self.file)
                self._read.clear()
                self._read[stamp] = kept
            return self._read[stamp]


def _status(file: Path) -> os.stat_result | None:
    try:
        return file.stat()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise Unsafe(f"{file} cannot be read: {error.strerror}") from error


def _read(file: Path) -> Mapping[str, Key]:
    """Read the keys of a file; Unavailable when it is damaged, Unsafe when only its owner must and cannot read it."""
    must_be_private(file)
    try:
        kept = KeySet.import_key_set(json.loads(file.read_bytes())).keys
        if all(key.is_private and key.thumbprint() == key.kid for key in kept):
            return {str(key.kid): key for key in kept}
    except OSError as error:
        raise Unsafe(f"{file} cannot be read: {error.strerror}") from error
    except (JoseError, ValueError, TypeError, LookupError, AttributeError) as error:  # joserfc checks no shapes
        raise Unavailable(UNUSABLE, Lack.KEY, str(file)) from error
    raise Unavailable(UNUSABLE, Lack.KEY, str(file))


@contextmanager
def _turn_at(file: Path) -> Iterator[None]:
    """Lock a file for one process at a time; the lock ends with the process."""
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
    """Return the key that signs at a moment: the newest that may by then.

    Unavailable when it is not at hand or cannot be used, also because others may read its file.
    """
    kid = signer_at(connection, algorithm, moment)
    if kid is None:
        raise Unavailable(f"There is no key to sign with: run {COMMAND} signing-key create.", Lack.KEY)
    try:
        return keys.find(kid)
    except Unsafe as error:
        raise Unavailable(UNUSABLE, Lack.KEY, str(error)) from error


def published_keys(connection: Connection, algorithm: Algorithm) -> list[dict[str, Any]]:
    """Return the public keys that are good, as JSON Web Keys: those that no longer sign too, none that was revoked."""
    return [json.loads(key) for key in connection.scalars(_PUBLISHED, {"algorithm": algorithm.value})]


def are_revoked(connection: Connection, kids: Collection[str]) -> bool:
    """Return True if one of these keys was revoked."""
    its = (signing_keys.c.kid.in_(kids), signing_keys.c.revoked_at.is_not(None))
    return bool(kids) and connection.execute(select(signing_keys.c.kid).where(*its).limit(1)).first() is not None


def revoked_keys(connection: Connection, algorithm: Algorithm) -> list[dict[str, Any]]:
    """Return the public keys that were revoked, as JSON Web Keys: what they signed is good only if the log has it."""
    return [json.loads(key) for key in connection.scalars(_REVOKED, {"algorithm": algorithm.value})]
