"""The log read from its first entry to its last: the tree that its entries make, held against what is kept of it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Row, Select, select

from mandate_registry.log.log_differences import DifferenceKind, LogDifference
from mandate_registry.log.log_writer import STRIDE, split
from mandate_registry.log.merkle import grow, leaf_hash, perfect, root_of
from mandate_registry.log.proofs import BLOCK
from mandate_registry.log.retention_entries import term_in
from models import log_entries, log_heads, log_subtrees

BATCH_SIZE = 500
"""How many rows are held in memory at a time."""

_ENTRIES = select(log_entries.c.position, log_entries.c.entry).order_by(log_entries.c.position)
_HEAD = select(log_heads.c.id, log_heads.c.size, log_heads.c.peaks).order_by(log_heads.c.id)


@dataclass(slots=True)
class Tree:
    """The tree that the entries make, up to the first gap: its size, its peaks, and the subtrees that are to be stored.

    `roots` has the root at the sizes that were wanted; `head` is what the head says, None where there is not the one
    of the `heads` that there should be, and `stored` is what is stored.
    `stray` is the position after the first gap. `terms` has what entries say of how long questions are kept.
    """

    size: int = 0
    peaks: list[bytes] = field(default_factory=list)
    subtrees: dict[tuple[int, int], bytes] = field(default_factory=dict)
    roots: dict[int, bytes] = field(default_factory=dict)
    head: tuple[int, list[bytes]] | None = None
    stored: dict[tuple[int, int], bytes] = field(default_factory=dict)
    stray: int | None = None
    heads: int = 0
    terms: list[dict[str, Any]] = field(default_factory=list)

    @property
    def fits(self) -> bool:
        """Return whether the head is that of these entries."""
        return self.head == (self.size, self.peaks)

    def is_kept(self, position: int) -> bool:
        """Return whether an entry stands among others that are as they were, by what is kept of the tree."""
        block = (STRIDE, position // BLOCK)
        return self.fits or (block in self.subtrees and self.stored.get(block) == self.subtrees[block])


def streamed(connection: Connection, wanted: Select[Any]) -> Iterator[Row[Any]]:
    """Yield what a query finds, of which no more is held in memory than BATCH_SIZE rows."""
    with connection.execute(wanted, execution_options={"yield_per": BATCH_SIZE}) as found:
        yield from found


def read_tree(connection: Connection, sizes: Collection[int], progress: Callable[[int], None]) -> Tree:
    """Read all entries, as far as none is missing."""
    tree = Tree(roots={0: root_of([])})
    heads = connection.execute(_HEAD).all()
    if [head.id for head in heads] == [1]:
        tree.head = (heads[0].size, split(heads[0].peaks))
    tree.heads = len(heads)
    tree.stored = {(row.height, row.position): row.hash for row in connection.execute(select(log_subtrees))}
    for row in streamed(connection, _ENTRIES):
        if row.position != tree.size:
            tree.stray = row.position
            break
        for height, place, root in grow(tree.peaks, tree.size, leaf_hash(row.entry)):
            if height and height % STRIDE == 0:
                tree.subtrees[height, place] = root
        if term := term_in(row.entry):
            tree.terms.append(term)
        tree.size += 1
        if tree.size in sizes:
            tree.roots[tree.size] = root_of(tree.peaks)
        if tree.size % BATCH_SIZE == 0:
            progress(tree.size)
    return tree


def gaps(tree: Tree) -> Iterator[LogDifference]:
    """Find entries that are missing, or more than there should be."""
    if tree.head is None:
        kind = {0: DifferenceKind.DELETED, 1: DifferenceKind.CHANGED}.get(tree.heads, DifferenceKind.INSERTED)
        yield LogDifference("log_heads", "row 1", kind, "The log has one head, row 1, which says how long it is.")
    else:
        yield from _miscounted(tree, *tree.head)


def _miscounted(tree: Tree, size: int, peaks: list[bytes]) -> Iterator[LogDifference]:
    """Find what there is of entries beside those that the head counts, and the other way round."""
    if tree.stray is not None:
        kind = DifferenceKind.DELETED if tree.stray > tree.size and not tree.fits else DifferenceKind.INSERTED
        at = tree.size if kind is DifferenceKind.DELETED else tree.stray
        yield LogDifference(
            "log_entries", f"entry {at}", kind, f"After entry {tree.size - 1} comes entry {tree.stray}."
        )
    elif size == tree.size:
        return
    elif peaks == tree.peaks:
        detail = f"It counts {size} entries, and its hashes are those of the {tree.size} that there are."
        yield LogDifference("log_heads", "row 1", DifferenceKind.CHANGED, detail)
    elif tree.size < size:
        detail = f"The head counts {size} entries, and there are {tree.size}."
        yield LogDifference("log_entries", f"entry {tree.size}", DifferenceKind.TRUNCATED, detail)
    else:
        detail = f"The head counts {size} entries, and there are {tree.size}."
        yield LogDifference("log_entries", f"entry {size}", DifferenceKind.INSERTED, detail)


def loose_ends(tree: Tree) -> Iterator[LogDifference]:
    """Find what is kept of the tree and does not fit the entries, of which nothing else says that they were changed."""
    for place in sorted(tree.subtrees.keys() | tree.stored.keys()):
        if tree.subtrees.get(place) != tree.stored.get(place):
            yield _subtree(tree, place)
    if tree.head and not tree.fits:
        theirs = dict(zip(perfect(0, tree.size), tree.head[1], strict=False))
        ours = zip(perfect(0, tree.size), tree.peaks, strict=True)
        height, position = next((place for place, root in ours if theirs.get(place) != root), (0, 0))
        among = f"entries {position << height} to {(position + 1 << height) - 1}"
        detail = f"Its hashes do not fit {among}; or one of these was changed, and no row is left that says which."
        yield LogDifference("log_heads", "row 1", DifferenceKind.CHANGED, detail)


def _subtree(tree: Tree, place: tuple[int, int]) -> LogDifference:
    height, position = place
    row = f"height {height}, position {position}"
    first, last = position << height, (position + 1 << height) - 1
    if place not in tree.subtrees:
        return LogDifference(
            "log_subtrees", row, DifferenceKind.INSERTED, f"There is no subtree of entries {first} to {last}."
        )
    if place not in tree.stored:
        return LogDifference("log_subtrees", row, DifferenceKind.DELETED, f"It is that of entries {first} to {last}.")
    if tree.fits:
        others = {root for other, root in tree.subtrees.items() if other != place}
        kind = DifferenceKind.REORDERED if tree.stored[place] in others else DifferenceKind.CHANGED
        return LogDifference("log_subtrees", row, kind, f"It is not the hash of entries {first} to {last}.")
    detail = "One of them was changed, and no row is left that says which."
    return LogDifference("log_entries", f"entries {first} to {last}", DifferenceKind.CHANGED, detail)
