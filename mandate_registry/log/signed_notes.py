"""Signed notes (c2sp.org/signed-note): a text, an empty line, and a line for each signature; keys are Ed25519."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

ED25519 = b"\x01"
"""The kind of key and signature."""

MAX_LENGTH = 1_000_000
MAX_SIGNATURES = 16
KEY_ID_SIZE = 4
KEY_SIZE = 32

_NAME = re.compile(r"[^\s+\x00-\x1f\x7f]+")
_SIGNATURE = re.compile(r"— ([^\s+]+) ([A-Za-z0-9+/=]+)")
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Verifier:
    """Whose signatures are believed: a name, and the 32 bytes of a public key."""

    name: str
    key: bytes

    @property
    def key_id(self) -> bytes:
        """Return by what a signature says of which key it is."""
        return sha256(self.name.encode() + b"\n" + ED25519 + self.key).digest()[:KEY_ID_SIZE]

    def __str__(self) -> str:
        return f"{self.name}+{self.key_id.hex()}+{as_base64(ED25519 + self.key)}"

    @classmethod
    def read(cls, text: str) -> Verifier:
        """Read a verifier key, NAME+ID+KEY; ValueError when it is none."""
        parts = text.split("+", 2)
        if len(parts) != 3 or not _NAME.fullmatch(parts[0]):  # noqa: PLR2004 - the three that are named above
            raise ValueError("is no verifier key, NAME+ID+KEY")
        content = from_base64(parts[2])
        found = cls(parts[0], content[1:])
        if content[:1] != ED25519 or len(found.key) != KEY_SIZE or parts[1] != found.key_id.hex():
            raise ValueError("is no verifier key of Ed25519, or its id is not that of its key")
        return found

    @classmethod
    def of(cls, name: str, key: Ed25519PrivateKey) -> Verifier:
        """Return the verifier of what a private key signs."""
        return cls(name, key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw))

    def has_signed(self, text: str, signature: bytes) -> bool:
        """Return whether a signature of this text is good."""
        try:
            Ed25519PublicKey.from_public_bytes(self.key).verify(signature, text.encode())
        except InvalidSignature:
            return False
        return True


def sign(text: str, name: str, key: Ed25519PrivateKey) -> str:
    """Sign a text of whole lines under a name."""
    signature = Verifier.of(name, key).key_id + key.sign(text.encode())
    return f"{text}\n— {name} {as_base64(signature)}\n"


def split(note: str) -> tuple[str, list[tuple[str, bytes]]]:
    """Return the text of a note, and the names and contents of its signatures; ValueError when it is no signed note."""
    if len(note) > MAX_LENGTH or _CONTROL.search(note):
        raise ValueError("is longer than a note may be, or holds control characters")
    text, empty, rest = note.rpartition("\n\n")
    lines = rest.split("\n")
    if not (text and empty) or lines.pop() or not 0 < len(lines) <= MAX_SIGNATURES:
        raise ValueError("is no signed note: a text, an empty line and its signatures")
    found = [_SIGNATURE.fullmatch(line) for line in lines]
    signatures = [(one[1], from_base64(one[2])) for one in found if one]
    if len(signatures) != len(lines) or any(len(content) <= KEY_ID_SIZE for _, content in signatures):
        raise ValueError("has a signature that cannot be read")
    return f"{text}\n", signatures


def open_note(note: str, verifiers: Iterable[Verifier]) -> str:
    """Return the text of a note; ValueError when none of these signed it, or a signature of theirs is not good.

    Signatures of keys that are not known say nothing.
    """
    text, signatures = split(note)
    known = {(one.name, one.key_id): one for one in verifiers}
    said = [
        known[name, content[:KEY_ID_SIZE]].has_signed(text, content[KEY_ID_SIZE:])
        for name, content in signatures
        if (name, content[:KEY_ID_SIZE]) in known
    ]
    if not said:
        raise ValueError("is not signed by a key that is known")
    if not all(said):
        raise ValueError("has a signature that is not good")
    return text


def as_base64(content: bytes) -> str:
    """Write bytes as base64 with padding (RFC 4648, 4)."""
    return base64.b64encode(content).decode()


def from_base64(text: str) -> bytes:
    """Read base64; ValueError when it is written in any other way than `as_base64` does."""
    try:
        content = base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise ValueError("is no base64") from error
    if as_base64(content) != text:
        raise ValueError("is no canonical base64")
    return content
