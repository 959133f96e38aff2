"""What the entries of the log tell of, one after the other, held against the rows that each is about."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, select

from mandate_registry.canonical import canonical, digest, read_canonical
from mandate_registry.log.commitments import entry_of
from mandate_registry.log.key_entries import CREATED, REVOKED, entry_of_key, is_of_its_id
from mandate_registry.log.log_differences import DifferenceKind, LogDifference, gone
from mandate_registry.log.receipt_entries import answer_matches, of_receipt, place_of
from mandate_registry.log.retention_entries import KIND, is_term
from mandate_registry.log.tree_reader import BATCH_SIZE, Tree, streamed
from models import changes, checks, log_commitments, log_entries, log_receipts, receipts, registers, signing_keys

_CHANGE = (changes.c.register_id == log_commitments.c.register_id) & (changes.c.version == log_commitments.c.version)
_ENTRIES_WITH_ROWS = (
    select(
        log_entries,
        log_commitments.c.register_id,
        log_commitments.c.version,
        log_commitments.c.commitment,
        registers.c.oin,
        changes.c.version.label("changed"),
        changes.c.recorded_at,
        changes.c.entered_at,
        log_receipts.c.id.label("receipt_id"),
        receipts.c.receipt,
        checks.c.id.label("check_id"),
        checks.c.answer,
        checks.c.outcome,
        checks.c.recorded_at.label("asked_at"),
    )
    .outerjoin(log_commitments, log_commitments.c.position == log_entries.c.position)
    .outerjoin(registers, registers.c.id == log_commitments.c.register_id)
    .outerjoin(changes, _CHANGE)
    .outerjoin(log_receipts, log_receipts.c.position == log_entries.c.position)
    .outerjoin(receipts, receipts.c.id == log_receipts.c.id)
    .outerjoin(checks, checks.c.id == receipts.c.check_id)
    .order_by(log_entries.c.position)
)


@dataclass(slots=True)
class LogState:
    """What the entries told: the last version of each register (by OIN) and when it was recorded, and of each key.

    `keys` has what was done with each key, by its id. `latest` is the latest moment of which any of them told.
    """

    versions: dict[str, tuple[int, datetime | None]] = field(default_factory=dict)
    keys: dict[str, frozenset[str]] = field(default_factory=dict)
    latest: datetime | None = None


@dataclass(frozen=True, slots=True)
class EntryVerifier:
    """Holding entries against rows: `tree` tells which of both was changed, `kept_since` which receipts are kept.

    `keys` are the rows of the keys that sign, by id. A receipt that is younger than `kept_since` is still there.
    """

    connection: Connection
    tree: Tree
    state: LogState
    kept_since: datetime | None
    keys: Mapping[str, Mapping[str, Any]]

    def differences(self, progress: Callable[[int], None]) -> Iterator[LogDifference]:
        """Find the entries that do not fit the rows they are about, in their order."""
        for row in streamed(self.connection, _ENTRIES_WITH_ROWS):
            yield from self._entry(row)
            self._see(row.entered_at, row.asked_at)
            if row.position % BATCH_SIZE == 0:
                progress(row.position)

    def _entry(self, row: Row[Any]) -> Iterator[LogDifference]:
        content = _parsed(row.entry)
        kind = str(content.get("kind"))
        tell = {"change": self._change, "receipt": self._receipt, "key": self._key, KIND: self._term}.get(kind)
        if tell is None:
            yield _of_entry(row, DifferenceKind.CHANGED, "It is no entry that this release of the registry knows.")
        else:
            yield from tell(row, content)
            yield from _beside(row, kind)

    def _change(self, row: Row[Any], content: dict[str, Any]) -> Iterator[LogDifference]:
        if row.changed is not None and row.entry == canonical(_of_change(row)):
            yield from self._in_order(row)
        elif self.tree.is_kept(row.position):
            yield self._row_of_change(row, content)
        else:
            yield self._misplaced(row, content)

    def _in_order(self, row: Row[Any]) -> Iterator[LogDifference]:
        last, _ = self.state.versions.get(row.oin, (0, None))
        if row.version != last + 1:
            what = "a second time" if row.version <= last else f"after version {last}"
            detail = f"It tells of version {row.version} of the register of {row.oin} {what}."
            yield _of_entry(row, DifferenceKind.INSERTED if row.version <= last else DifferenceKind.DELETED, detail)
        self.state.versions[row.oin] = (row.version, row.recorded_at)

    def _misplaced(self, row: Row[Any], content: dict[str, Any]) -> LogDifference:
        """Return the difference of a changed entry: moved from another place, or edited."""
        elsewhere = place_of(self.connection, content.get("id")) or _place_of(self.connection, content)
        if elsewhere is not None and elsewhere != row.position:
            return _of_entry(row, DifferenceKind.REORDERED, f"What stands there was entry {elsewhere}.")
        return _of_entry(row, DifferenceKind.CHANGED, "It does not say any more what the tree has of it.")

    def _row_of_change(self, row: Row[Any], content: dict[str, Any]) -> LogDifference:
        """Return which row of a change was edited; the entry itself is intact."""
        oin, version = content.get("register"), content.get("version")
        name = f"version {version} of the register of {oin}"
        register = self.connection.scalar(select(registers.c.id).where(registers.c.oin == oin))
        if register is None or (row.version is not None and row.oin != oin and self._is_another(row, oin, register)):
            kind = DifferenceKind.DELETED if row.oin is None and register is None else DifferenceKind.CHANGED
            return LogDifference("registers", f"organisation {oin}", kind, f"Entry {row.position} tells of {name}.")
        elsewhere = _place_of(self.connection, content)
        if row.version is None and elsewhere is None:
            kind = gone(self.connection, log_commitments.c.position, row.position)
            return LogDifference("log_commitments", name, kind, f"Entry {row.position} tells of it.")
        if elsewhere != row.position:
            kind = DifferenceKind.REORDERED if elsewhere is not None else DifferenceKind.CHANGED
            return LogDifference("log_commitments", name, kind, f"It is that of entry {row.position}.")
        if digest(row.commitment) != content.get("commitment"):
            return LogDifference(
                "log_commitments", name, DifferenceKind.CHANGED, f"It is not what entry {row.position} has of it."
            )
        if row.changed is None:
            its = select(func.max(changes.c.version)).where(changes.c.register_id == register)
            last = self.connection.scalar(its) or 0
            kind = DifferenceKind.TRUNCATED if last < row.version else DifferenceKind.DELETED
            return LogDifference("changes", name, kind, f"Entry {row.position} tells of it.")
        return LogDifference(
            "changes", name, DifferenceKind.CHANGED, "The log has another moment at which it was recorded."
        )

    def _is_another(self, row: Row[Any], oin: Any, register: int) -> bool:
        """Return whether it is the row of a register that was changed, rather than what one commitment says of it."""
        its = select(log_entries.c.entry).join(log_commitments, log_commitments.c.position == log_entries.c.position)
        others = its.where(log_commitments.c.register_id == row.register_id, log_entries.c.position != row.position)
        if any(_parsed(entry).get("register") == oin for entry in self.connection.scalars(others.limit(BATCH_SIZE))):
            return True
        return self.connection.scalar(its.where(log_commitments.c.register_id == register).limit(1)) is None

    def _receipt(self, row: Row[Any], content: dict[str, Any]) -> Iterator[LogDifference]:
        if not self.tree.is_kept(row.position) and not answer_matches(row, content):
            yield self._misplaced(row, content)
        else:
            latest = self.state.latest
            is_young = self.kept_since is None or (latest is not None and latest >= self.kept_since)
            yield from of_receipt(self.connection, row, content, self._why_kept(), may_be_gone=not is_young)

    def _why_kept(self) -> str:
        """Return by which retention term a receipt should still exist."""
        if not self.tree.terms:
            return "MANDATES_KEEP_CHECKS, of which the log does not tell yet, was perhaps less when it was deleted"
        days = self.tree.terms[-1]["days"]
        return f"the log says that questions are kept for {'ever' if days is None else f'{days} days'}"

    def _key(self, row: Row[Any], content: dict[str, Any]) -> Iterator[LogDifference]:
        kid, action = str(content.get("kid")), str(content.get("action"))
        self.state.keys[kid] = self.state.keys.get(kid, frozenset()) | {action}
        key = self.keys.get(kid)
        if key is not None and action in (CREATED, REVOKED) and content == entry_of_key(action, key):
            self._see(datetime.fromisoformat(content["at"]))
        elif not self.tree.is_kept(row.position):
            yield self._misplaced(row, content)
        else:
            kind = DifferenceKind.CHANGED if key is not None else DifferenceKind.DELETED
            yield LogDifference("signing_keys", f"key {kid}", kind, f"It is not what entry {row.position} has of it.")

    def _term(self, row: Row[Any], content: dict[str, Any]) -> Iterator[LogDifference]:
        if not self.tree.is_kept(row.position):
            yield self._misplaced(row, content)
        elif not is_term(content):
            yield _of_entry(row, DifferenceKind.CHANGED, "It does not say for how long questions are kept.")
        else:
            self._see(datetime.fromisoformat(content["at"]))

    def _see(self, *moments: datetime | None) -> None:
        known = [moment for moment in (self.state.latest, *moments) if moment]
        self.state.latest = max(known, default=None)


def _of_entry(row: Row[Any], kind: DifferenceKind, detail: str) -> LogDifference:
    return LogDifference("log_entries", f"entry {row.position}", kind, detail)


def _beside(row: Row[Any], kind: str) -> Iterator[LogDifference]:
    """Find the rows of a change or of a receipt that stand with an entry of another kind."""
    if row.version is not None and kind != "change":
        name = f"version {row.version} of the register of {row.oin}"
        yield LogDifference(
            "log_commitments", name, DifferenceKind.INSERTED, f"Entry {row.position} tells of no such change."
        )
    if row.receipt_id is not None and kind != "receipt":
        name = f"receipt {row.receipt_id}"
        yield LogDifference("log_receipts", name, DifferenceKind.INSERTED, f"Entry {row.position} tells of no receipt.")


def _parsed(entry: bytes) -> dict[str, Any]:
    """Read an entry; one that is not canonical JSON of an object tells of nothing."""
    try:
        content = read_canonical(entry)
    except ValueError:
        return {}
    return content if isinstance(content, dict) else {}


def _of_change(row: Row[Any]) -> dict[str, Any]:
    return entry_of(row.oin, row.version, row.recorded_at, row.commitment)


def _place_of(connection: Connection, content: Mapping[str, Any]) -> int | None:
    """Return the position that the commitment of the change has of which an entry tells."""
    its = (registers.c.oin == content.get("register"), log_commitments.c.version == content.get("version"))
    wanted = select(log_commitments.c.position).join(registers, registers.c.id == log_commitments.c.register_id)
    return connection.scalar(wanted.where(*its))


def keys_by_id(connection: Connection) -> dict[str, Mapping[str, Any]]:
    """Return the rows of all keys that sign."""
    return {row["kid"]: dict(row) for row in connection.execute(select(signing_keys)).mappings()}


def strays(connection: Connection) -> Iterator[LogDifference]:
    """Find rows about entries that are not there."""
    for table in (log_commitments, log_receipts):
        there = select(log_entries.c.position).where(log_entries.c.position == table.c.position)
        for position in connection.scalars(select(table.c.position).where(~there.exists()).limit(1)):
            yield LogDifference(
                table.name, f"position {position}", DifferenceKind.INSERTED, "There is no such entry of the log."
            )


def unlogged_versions(state: LogState, keys: Mapping[str, Mapping[str, Any]]) -> Iterator[LogDifference]:
    """Find keys of which no entry tells."""
    for kid, key in keys.items():
        expected = {CREATED, REVOKED} if key["revoked_at"] else {CREATED}
        done = state.keys.get(kid, frozenset())
        if done != expected:
            kind = DifferenceKind.CHANGED if CREATED in done else DifferenceKind.INSERTED
            yield LogDifference("signing_keys", f"key {kid}", kind, "No entry of the log tells of this.")
        elif not is_of_its_id(key):
            yield LogDifference(
                "signing_keys", f"key {kid}", DifferenceKind.CHANGED, "Its public key is not that of its id."
            )
