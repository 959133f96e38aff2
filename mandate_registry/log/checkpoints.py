"""Checkpoints: what the log was at a size, signed (c2sp.org/tlog-checkpoint); and proofs to carry along with one.

Who keeps a checkpoint elsewhere finds out when the log is ever rewritten or rolled back behind it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from mandate_registry.log.merkle import HASH_SIZE, verify_inclusion
from mandate_registry.log.signed_notes import Verifier, as_base64, from_base64, open_note, sign, split

PROOF = "c2sp.org/tlog-proof@v1"
MAX_PROOF_LENGTH = 63
"""As many hashes has a proof in the largest tree that a position can be counted in."""

_NUMBER = re.compile(r"0|[1-9][0-9]{0,18}")


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """That the log of this origin had this root at this size."""

    origin: str
    size: int
    root: bytes

    def __str__(self) -> str:
        return f"{self.origin}\n{self.size}\n{as_base64(self.root)}\n"

    def signed(self, key: Ed25519PrivateKey) -> str:
        """Return the note that says so, signed under the name of the origin."""
        return sign(str(self), self.origin, key)


@dataclass(frozen=True, slots=True)
class CarriedProof:
    """A proof that travels with what it proves (c2sp.org/tlog-proof): an index, hashes, the note of a checkpoint."""

    index: int
    hashes: Sequence[bytes]
    note: str
    extra: bytes = b""

    def __str__(self) -> str:
        extra = [f"extra {as_base64(self.extra)}"] if self.extra else []
        lines = [PROOF, *extra, f"index {self.index}", *map(as_base64, self.hashes), "", self.note]
        return "\n".join(lines)

    def proves(self, leaf: bytes, verifiers: Iterable[Verifier]) -> Checkpoint:
        """Return the checkpoint by which this entry is in the log.

        ValueError when it is not good or does not show it.
        """
        checkpoint = open_checkpoint(self.note, verifiers)
        if not verify_inclusion(leaf, self.index, checkpoint.size, self.hashes, checkpoint.root):
            raise ValueError("does not show that this is in the log")
        return checkpoint


def open_checkpoint(note: str, verifiers: Iterable[Verifier]) -> Checkpoint:
    """Read a checkpoint that one of these signed; ValueError when it is none."""
    return _checkpoint(open_note(note, verifiers))


def read_checkpoint(note: str) -> Checkpoint:
    """Read what a checkpoint says, whoever signed it; ValueError when it is none."""
    return _checkpoint(split(note)[0])


def read_proof(text: str) -> CarriedProof:
    """Read a proof; ValueError when it is written in any other way than the format has it."""
    head, empty, note = text.partition("\n\n")
    lines = head.split("\n")
    if not empty or lines.pop(0) != PROOF:
        raise ValueError(f"does not begin with {PROOF}")
    extra = from_base64(_after("extra ", lines.pop(0))) if lines and lines[0].startswith("extra ") else b""
    if not lines:
        raise ValueError("has no index")
    index = _number(_after("index ", lines.pop(0)))
    if len(lines) > MAX_PROOF_LENGTH:
        raise ValueError("has more hashes than a proof can have")
    return CarriedProof(index, [_hash(line) for line in lines], note, extra)


def _checkpoint(text: str) -> Checkpoint:
    origin, *rest = text.split("\n")
    if len(rest) < 3 or not origin or not all(rest[:-1]):  # noqa: PLR2004 - the size and the root, and what follows the last line
        raise ValueError("is no checkpoint: an origin, a size and a root")
    return Checkpoint(origin, _number(rest[0]), _hash(rest[1]))


def _after(word: str, line: str) -> str:
    if not line.startswith(word):
        raise ValueError(f"has no line that begins with {word.strip()}")
    return line.removeprefix(word)


def _number(text: str) -> int:
    if not _NUMBER.fullmatch(text):
        raise ValueError("has a number that is not written as one")
    return int(text)


def _hash(text: str) -> bytes:
    content = from_base64(text)
    if len(content) != HASH_SIZE:
        raise ValueError("has a hash of another size")
    return content
