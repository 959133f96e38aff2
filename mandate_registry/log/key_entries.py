"""The keys that sign, as entries of the log: which there are, from when each signs, and that one was revoked."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from mandate_registry.canonical import as_bytes, canonical, digest
from mandate_registry.log.signed_notes import Verifier, split
from mandate_registry.rules.moments import rfc3339

CREATED, REVOKED = "created", "revoked"
CHECKPOINTS = "Ed25519"
"""The algorithm of the keys that sign checkpoints."""


def entry_of_key(action: str, key: Mapping[str, Any]) -> dict[str, Any]:
    """Return the entry of what was done with a key, by its row.

    Its id is the thumbprint of all that is public of it.
    """
    entry = {"kind": "key", "action": action, "kid": key["kid"]}
    if action == REVOKED:
        return entry | {"at": key["revoked_at"] and rfc3339(key["revoked_at"])}
    signs_from = rfc3339(key["signs_from"])
    return entry | {"algorithm": key["algorithm"], "at": rfc3339(key["created_at"]), "signsFrom": signs_from}


def is_of_its_id(key: Mapping[str, Any]) -> bool:
    """Return whether the public key of a row is the one whose thumbprint (RFC 7638) is its id, with nothing added."""
    try:
        public = json.loads(key["public_key"])
        named = {"kid": key["kid"], "alg": key["algorithm"], "use": "sig"}
        essential = {name: value for name, value in public.items() if name not in named}
        whole = json.dumps(public) == key["public_key"] and public == essential | named
        return bool(whole and digest(canonical(essential)) == key["kid"])
    except (ValueError, AttributeError, RecursionError):
        return False


def verifiers_of(name: str, keys: Iterable[Mapping[str, Any]]) -> list[Verifier]:
    """Return what verifies the checkpoints signed under a name, of the rows of all keys: former ones too.

    A key that is not the one of its id verifies nothing.
    """
    good = [key for key in keys if key["algorithm"] == CHECKPOINTS and is_of_its_id(key)]
    return [Verifier(name, as_bytes(json.loads(key["public_key"])["x"])) for key in good]


def signers_of(note: str, keys: Sequence[Mapping[str, Any]]) -> list[Verifier]:
    """Return the same under the names that a note is signed with: where the registry is reached may have changed."""
    return [verifier for name, _ in split(note)[1] for verifier in verifiers_of(name, keys)]
