"""The receipts that are kept, held against their entries; and the answers that are kept, against their receipts."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, select

from mandate_registry.canonical import as_bytes, digest, in_camel_case, read_canonical
from mandate_registry.compression import unpacked
from mandate_registry.log.log_differences import DifferenceKind, LogDifference, gone
from models import log_receipts, receipts


def place_of(connection: Connection, identity: Any) -> int | None:
    """Return the position that the log's own table has of a receipt."""
    try:
        wanted = select(log_receipts.c.position).where(log_receipts.c.id == UUID(str(identity)))
    except ValueError:
        return None
    return connection.scalar(wanted)


def of_receipt(
    connection: Connection, row: Row[Any], content: Mapping[str, Any], why: str, *, may_be_gone: bool
) -> Iterator[LogDifference]:
    """Find what does not fit the entry of a receipt; that it `may_be_gone` by now is no difference, else `why` not."""
    name = f"receipt {content.get('id')}"
    of_entry = f"It is not what entry {row.position} has of it."
    if str(row.receipt_id) != content.get("id"):
        yield LogDifference("log_receipts", name, _lost(connection, row, content), f"Entry {row.position} tells of it.")
    elif row.receipt is None:
        if not may_be_gone:
            detail = f"Entry {row.position} tells of it, and it is kept yet: {why}."
            yield LogDifference("receipts", name, DifferenceKind.DELETED, detail)
    elif digest(row.receipt.encode()) != content.get("sha256"):
        yield LogDifference("receipts", name, DifferenceKind.CHANGED, of_entry)
    else:
        yield from _of_check(name, row, content)


def answer_matches(row: Row[Any], content: Mapping[str, Any]) -> bool:
    """Return whether an entry says of a receipt what it would be made to say of the rows, as far as they are there."""
    if row.receipt is None:
        return str(row.receipt_id) == content.get("id")
    claims = _claims(row.receipt)
    register = claims.get("register", {}).get("organisation")
    made = {"kind": "receipt", "register": register, "id": str(row.receipt_id), "sha256": digest(row.receipt.encode())}
    return made == content


def strays(connection: Connection) -> Iterator[LogDifference]:
    """Find receipts of which the log's own table does not tell."""
    known = select(log_receipts.c.id).where(log_receipts.c.id == receipts.c.id)
    for identity in connection.scalars(select(receipts.c.id).where(~known.exists()).limit(1)):
        yield LogDifference(
            "receipts", f"receipt {identity}", DifferenceKind.INSERTED, "No entry of the log tells of it."
        )


def _lost(connection: Connection, row: Row[Any], content: Mapping[str, Any]) -> DifferenceKind:
    if place_of(connection, content.get("id")) is not None:
        return DifferenceKind.REORDERED
    return DifferenceKind.CHANGED if row.receipt_id else gone(connection, log_receipts.c.position, row.position)


def _of_check(name: str, row: Row[Any], content: Mapping[str, Any]) -> Iterator[LogDifference]:
    claims = _claims(row.receipt)
    if row.check_id is None or claims.get("check") != str(row.check_id):
        yield LogDifference("receipts", name, DifferenceKind.CHANGED, "It is not of the check that it stands with.")
    elif not _answer_matches(claims, row, content):
        detail = f"What is kept of it is not what receipt {content.get('id')} states."
        yield LogDifference("checks", f"check {row.check_id}", DifferenceKind.CHANGED, detail)


def _answer_matches(claims: Mapping[str, Any], row: Row[Any], content: Mapping[str, Any]) -> bool:
    """Return whether the answer that is kept is the one that a receipt states."""
    try:
        kept = in_camel_case(json.loads(unpacked(row.answer)))
    except (TypeError, ValueError, RecursionError):
        return False
    if not isinstance(kept, dict):
        return False
    moments = {name: claims[name] for name in ("at", "knownAt", "evaluatedAt")}
    stated: dict[str, Any] = (
        claims["answer"] | moments | {"id": claims["check"], "organisation": content.get("register")}
    )
    is_same = stated == {name: kept.get(name) for name in stated}
    return is_same and bool(row.outcome == claims["answer"]["outcome"])


def _claims(receipt: str) -> dict[str, Any]:
    """Return what a receipt claims; nothing when it cannot be read, or does not claim what each receipt does."""
    try:
        claims = read_canonical(as_bytes(receipt.split(".")[1]))
    except (ValueError, IndexError):
        return {}
    return claims if isinstance(claims, dict) and _is_whole(claims) else {}


def _is_whole(claims: Mapping[str, Any]) -> bool:
    """Return True if the claims are those of a receipt, each of its kind."""
    texts = ("check", "at", "knownAt", "evaluatedAt")
    register, answer = claims.get("register"), claims.get("answer")
    return (
        all(isinstance(claims.get(name), str) for name in texts)
        and isinstance(register, dict)
        and isinstance(answer, dict)
        and "outcome" in answer
    )
