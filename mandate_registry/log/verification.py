"""Verifying that everything is as the log has it, and the log as who kept a checkpoint of it has it.

All is recomputed from the rows, in one snapshot. What is looked at later may rest on what was found good before it:
the first difference is what is wrong, and those after it may be what follows from that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, select

from mandate_registry.log import entry_verification, receipt_entries, row_verification
from mandate_registry.log.checkpoints import Checkpoint, open_checkpoint, read_checkpoint
from mandate_registry.log.commitments import KNOWN
from mandate_registry.log.key_entries import signers_of
from mandate_registry.log.log_differences import DifferenceKind, LogDifference
from mandate_registry.log.merkle import root_of
from mandate_registry.log.retention_entries import kept_since
from mandate_registry.log.signed_notes import as_base64
from mandate_registry.log.sqlite_values import non_canonical_values
from mandate_registry.log.tree_reader import Tree, gaps, loose_ends, read_tree
from models import (
    changes,
    events,
    log_checkpoints,
    log_commitments,
    log_entries,
    log_heads,
    log_receipts,
    log_subtrees,
    mandate_seats,
    receipts,
    registers,
    signing_keys,
)

COVERED = (
    log_entries, log_heads, log_subtrees, log_commitments, log_receipts, log_checkpoints, registers, changes,
    *KNOWN.values(), events, mandate_seats, signing_keys, receipts,
)  # fmt: skip
"""The tables that the log covers."""


@dataclass(frozen=True, slots=True)
class ExternalEvidence:
    """What is known beside the database: `checkpoints` that somebody kept, and since when receipts are kept.

    `kept_since` None is since ever: no receipt may be missing. It counts where no entry of the log says for how long
    they are kept; where one does, those say it up to `moment`, None being now.
    """

    checkpoints: Sequence[Checkpoint] = ()
    kept_since: datetime | None = None
    moment: datetime | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """What was read: how many entries, their root, and the first difference, None when there is none."""

    size: int
    root: bytes
    difference: LogDifference | None


@dataclass(slots=True)
class _Verification:
    connection: Connection
    outside: ExternalEvidence
    progress: Callable[[str, int], None]
    tree: Tree | None = None

    def differences(self) -> Iterator[LogDifference]:
        """Find differences, in the order in which one may rest on another."""
        connection, state, rows = (
            self.connection,
            entry_verification.LogState(),
            row_verification.RowVerifier(self.connection),
        )
        yield from non_canonical_values(connection, COVERED)
        kept = connection.execute(select(log_checkpoints).order_by(log_checkpoints.c.size)).mappings().all()
        sizes = {row["size"] for row in kept} | {one.size for one in self.outside.checkpoints}
        self.tree = tree = read_tree(connection, sizes, self._of("entries"))
        yield from gaps(tree)
        keys = entry_verification.keys_by_id(connection)
        entries = entry_verification.EntryVerifier(connection, tree, state, self._kept_since(tree), keys)
        yield from entries.differences(self._of("what entries tell of"))
        yield from entry_verification.strays(connection)
        yield from receipt_entries.strays(connection)
        yield from rows.differences(self._of("changes"))
        yield from row_verification.erasures(connection, rows.forgotten)
        yield from row_verification.seats(connection)
        yield from row_verification.counted(connection, state)
        yield from entry_verification.unlogged_versions(state, keys)
        yield from loose_ends(tree)
        yield from _kept_checkpoints(tree, kept, list(keys.values()))
        yield from _checkpoints_outside(tree, self.outside.checkpoints)

    def _kept_since(self, tree: Tree) -> datetime | None:
        if not tree.terms:
            return self.outside.kept_since
        return kept_since(tree.terms, self.outside.moment or datetime.now(UTC))

    def _of(self, what: str) -> Callable[[int], None]:
        return lambda done: self.progress(what, done)


def verify(
    connection: Connection, outside: ExternalEvidence, progress: Callable[[str, int], None] = lambda _what, _done: None
) -> Report:
    """Verify everything that is read over a connection, which holds one snapshot; stops at the first difference.

    `progress` is told what is being read, and how much of it has been.
    """
    verification = _Verification(connection, outside, progress)
    difference = next(verification.differences(), None)
    tree = verification.tree
    return Report(tree.size if tree else 0, root_of(tree.peaks if tree else []), difference)


def _kept_checkpoints(
    tree: Tree, kept: Sequence[RowMapping], keys: Sequence[Mapping[str, Any]]
) -> Iterator[LogDifference]:
    """Find kept checkpoints that do not say what the log was, or that no key of this registry signed."""
    for row in kept:
        name = f"the checkpoint of size {row['size']}"
        try:
            checkpoint = open_checkpoint(row["note"], signers_of(row["note"], keys))
        except ValueError as error:
            yield LogDifference("log_checkpoints", name, DifferenceKind.CHANGED, f"It {error}.")
        else:
            if (checkpoint.size, checkpoint.root) != (row["size"], tree.roots.get(row["size"])):
                yield LogDifference(
                    "log_checkpoints", name, DifferenceKind.CHANGED, "It is not what the log was at this size."
                )


def _checkpoints_outside(tree: Tree, checkpoints: Sequence[Checkpoint]) -> Iterator[LogDifference]:
    for one in checkpoints:
        if one.size > tree.size:
            detail = f"The database was rolled back behind checkpoint {one.size}: it has {tree.size} entries."
            yield LogDifference("log_entries", f"entry {tree.size}", DifferenceKind.ROLLED_BACK, detail)
        elif tree.roots[one.size] != one.root:
            roots = f"its root was {as_base64(one.root)}, and is {as_base64(tree.roots[one.size])}"
            detail = f"The log was rewritten: at size {one.size} {roots}."
            yield LogDifference("log_entries", f"entries 0 to {one.size - 1}", DifferenceKind.REWRITTEN, detail)


def checkpoints_in(text: str, read: Callable[[str], Checkpoint] = read_checkpoint) -> list[Checkpoint]:
    """Read the checkpoints that stand one after the other in a file; ValueError when anything else does."""
    notes, lines = [], text.splitlines(keepends=True)
    begins = 0
    for number, line in enumerate(lines, start=1):
        is_last = line.startswith("— ") and not (number < len(lines) and lines[number].startswith("— "))
        if is_last:
            notes.append("".join(lines[begins:number]))
            begins = number
    if begins != len(lines) or not notes:
        raise ValueError("holds no checkpoints, or something after them")
    return [read(note) for note in notes]
