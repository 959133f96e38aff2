"""What the log proves to others: its checkpoints, its entries, and that something is in it or that it only grew."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, select

from mandate_registry import COMMAND
from mandate_registry.errors import FieldError, InvalidInput, Lack, Unavailable
from mandate_registry.log import proofs
from mandate_registry.log.checkpoint_store import newest
from mandate_registry.log.checkpoints import CarriedProof, Checkpoint, open_checkpoint, read_checkpoint
from mandate_registry.log.key_entries import signers_of, verifiers_of
from mandate_registry.log.merkle import leaf_hash
from mandate_registry.log.retention_entries import KIND
from mandate_registry.log.signed_notes import Verifier
from mandate_registry.log.verification import ExternalEvidence, Report, checkpoints_in, verify
from mandate_registry.services.callers import Caller
from mandate_registry.services.checks.check_store import read_receipt
from mandate_registry.services.installation import Installation, now
from mandate_registry.services.pagination import Page, Slice
from mandate_registry.services.permissions import Right
from models import log_entries, log_receipts, receipts, signing_keys

_PLACE = select(log_receipts.c.position).join(receipts, receipts.c.id == log_receipts.c.id)


@dataclass(frozen=True, slots=True)
class Inclusion:
    """The proof that an entry, by its hash as a leaf, is in the log of a size."""

    index: int
    size: int
    leaf_hash: bytes
    hashes: list[bytes]


@dataclass(frozen=True, slots=True)
class Consistency:
    """The proof that the log of size `second` began as that of size `first`."""

    first: int
    second: int
    hashes: list[bytes]


@dataclass(frozen=True, slots=True)
class LogEntry:
    """An entry by its place and its hash as a leaf; what it says, as far as the caller may know that."""

    index: int
    leaf_hash: bytes
    entry: dict[str, Any] | None


def checkpoint(installation: Installation) -> str:
    """Return the checkpoint of the log as it is now; Unavailable when it has to be signed and no key is at hand."""
    with installation.reading() as connection:
        kept = newest(connection)
        if kept is not None and kept.size == proofs.size_of(connection):
            return str(kept.note)
    with installation.writing() as connection:
        return installation.checkpoints.make(connection)


def verifier_keys(installation: Installation) -> list[Verifier]:
    """Return what verifies the checkpoints of this log: former keys too, and under the names of earlier addresses.

    Those under the name of now come first, of each name the oldest first.
    """
    with installation.reading() as connection:
        keys = _keys(connection)
    return [one for origin in installation.settings.log_origins for one in verifiers_of(origin, keys)]


def inclusion(installation: Installation, index: int, size: int | None) -> Inclusion:
    """Prove that an entry is in the log of a size, None being now; InvalidInput when it is not in that."""
    with installation.reading() as connection:
        size = _size(connection, "size", size)
        if index >= size:
            raise InvalidInput(FieldError("index", "invalid_value", f"is none of the {size} entries, counted from 0"))
        leaf = proofs.leaf_at(connection, index)
        return Inclusion(index, size, leaf, proofs.prove_inclusion(connection, index, size))


def consistency(installation: Installation, first: int, second: int | None) -> Consistency:
    """Prove that the log of a size, None being now, began as the log of another; InvalidInput when it did not."""
    with installation.reading() as connection:
        second = _size(connection, "to", second)
        if first > second:
            raise InvalidInput(FieldError("from", "invalid_value", f"is more than {second}, the size to compare with"))
        return Consistency(first, second, proofs.prove_consistency(connection, first, second))


def list_entries(caller: Caller, installation: Installation, wanted: Slice) -> Page[LogEntry]:
    """Return a page of entries.

    What they say of registers beyond the caller's right is left out, and their hashes stay.

    Forbidden to who has no right to read a log at all.
    """
    own = caller.organisation
    if not caller.may_anywhere(Right.LOG):
        caller.must(Right.LOG, own or "")
    found = select(log_entries).where(log_entries.c.position >= wanted.after).order_by(log_entries.c.position)
    with installation.reading() as connection:
        rows = connection.execute(found.limit(wanted.limit + 1)).all()
    items = [_entry(caller, row.position, row.entry) for row in rows[: wanted.limit]]
    return Page(items, rows[-1].position if len(rows) > wanted.limit else None)


def receipt_proof(caller: Caller, installation: Installation, check_id: UUID) -> str:
    """Return the proof to carry along with the receipt of a check.

    NotFound as when the check is read, or without one.
    """
    read_receipt(caller, installation, check_id)
    with installation.reading() as connection:
        index = connection.scalar(_PLACE.where(receipts.c.check_id == check_id))
    if index is None:
        raise Unavailable(f"A part of the log is missing: {COMMAND} log verify says where.", Lack.DAMAGED)
    note = checkpoint(installation)
    size = read_checkpoint(note).size
    return str(CarriedProof(index, inclusion(installation, index, size).hashes, note))


def verify_log(
    caller: Caller,
    installation: Installation,
    checkpoints: Sequence[Checkpoint],
    progress: Callable[[str, int], None],
) -> Report:
    """Hold all rows against the log, and the log against checkpoints that were kept elsewhere, in one snapshot."""
    caller.must_administer()
    days = installation.settings.keep_checks
    moment = now()
    kept_since = None if days is None else moment - timedelta(days=days)
    with installation.reading() as connection:
        return verify(connection, ExternalEvidence(checkpoints, kept_since, moment), progress)


def read_saved(installation: Installation, text: str, known: Sequence[Verifier] = ()) -> list[Checkpoint]:
    """Read the checkpoints of a file, signed by one of these keys, or of this log's when none is given.

    InvalidInput when one is not.
    """
    with installation.reading() as connection:
        keys = _keys(connection)
    try:
        return checkpoints_in(text, lambda note: open_checkpoint(note, known or signers_of(note, keys)))
    except ValueError as error:
        raise InvalidInput(FieldError("checkpoint", "invalid_value", str(error))) from error


def _keys(connection: Connection) -> list[dict[str, Any]]:
    rows = connection.execute(select(signing_keys).order_by(signing_keys.c.created_at, signing_keys.c.kid))
    return [dict(row) for row in rows.mappings()]


def _size(connection: Connection, field: str, wanted: int | None) -> int:
    size = proofs.size_of(connection)
    if wanted is not None and wanted > size:
        raise InvalidInput(FieldError(field, "invalid_value", f"is more than {size}, which the log has reached"))
    return size if wanted is None else wanted


def _entry(caller: Caller, position: int, entry: bytes) -> LogEntry:
    content: dict[str, Any] = json.loads(entry)
    is_readable = content["kind"] in {"key", KIND} or caller.may(Right.LOG, content["register"])
    return LogEntry(position, leaf_hash(entry), content if is_readable else None)
