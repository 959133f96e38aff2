"""Signed notes, checkpoints and proofs to carry along: written as their specifications have them, and read strictly."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from mandate_registry.log.checkpoints import (
    CarriedProof,
    Checkpoint,
    open_checkpoint,
    read_checkpoint,
    read_proof,
)
from mandate_registry.log.merkle import leaf_hash, node_hash
from mandate_registry.log.signed_notes import Verifier, as_base64, open_note, sign
from mandate_registry.log.verification import checkpoints_in

NEUMANN = Verifier.read("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")
QUOTE = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
SIGNED = (
    QUOTE
    + "\n— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)
"""The example of Go's package note."""

ORIGIN = "registry.example/v1/log"
KEY = Ed25519PrivateKey.from_private_bytes(bytes(32))
OURS = Verifier.of(ORIGIN, KEY)
LEAVES = [leaf_hash(b"one"), leaf_hash(b"two")]
CHECKPOINT = Checkpoint(ORIGIN, 2, node_hash(*LEAVES))
NOTE = CHECKPOINT.signed(KEY)
PROOF = CarriedProof(1, [LEAVES[0]], NOTE)
ROOT = as_base64(CHECKPOINT.root)


def test_a_note_signed_elsewhere_is_good() -> None:
    assert open_note(SIGNED, [OURS, NEUMANN]) == QUOTE


def test_a_verifier_key_is_written_as_it_was_read() -> None:
    assert str(NEUMANN) == "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
    assert Verifier.read(str(OURS)) == OURS


@pytest.mark.parametrize(
    "text",
    [
        "",
        "PeterNeumann",
        "PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "PeterNeumann+C74F20A3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "Peter Neumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10",
        "PeterNeumann+c74f20a3+",
    ],
)
def test_what_is_no_verifier_key_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is no"):
        Verifier.read(text)


def test_a_checkpoint_has_an_origin_a_size_and_a_root() -> None:
    assert NOTE.startswith(f"{ORIGIN}\n2\n{ROOT}\n\n— {ORIGIN} ")
    assert open_checkpoint(NOTE, [OURS]) == CHECKPOINT == read_checkpoint(NOTE)


def test_signatures_that_nobody_knows_say_nothing() -> None:
    both = NOTE + SIGNED.rpartition("\n\n")[2]
    assert open_checkpoint(both, [OURS]) == CHECKPOINT
    with pytest.raises(ValueError, match="not good"):
        open_checkpoint(both, [OURS, NEUMANN])
    with pytest.raises(ValueError, match="not signed by a key that is known"):
        open_checkpoint(NOTE, [NEUMANN])


@pytest.mark.parametrize(
    "note",
    [
        "",
        NOTE.removesuffix("\n"),
        NOTE + "\n",
        NOTE.replace("\n", "\r\n"),
        NOTE.replace("\n2\n", "\n3\n"),
        NOTE.replace("— ", "- "),
        NOTE.rpartition("\n\n")[0] + "\n\n",
        NOTE + NOTE.rpartition("\n\n")[2] * 16,
        "x" * 1_000_001 + NOTE,
        sign(f"{ORIGIN}\n02\n{ROOT}\n", ORIGIN, KEY),
        sign(f"{ORIGIN}\n+2\n{ROOT}\n", ORIGIN, KEY),
        sign(f"{ORIGIN}\n2\n{ROOT[:-1]}\n", ORIGIN, KEY),
        sign(f"{ORIGIN}\n2\n{ROOT[:-2]}p=\n", ORIGIN, KEY),
        sign(f"{ORIGIN}\n2\n{as_base64(b'short')}\n", ORIGIN, KEY),
        sign(f"{ORIGIN}\n2\n", ORIGIN, KEY),
        sign(f"\n2\n{ROOT}\n", ORIGIN, KEY),
        sign(f"{ORIGIN}\t\n2\n{ROOT}\n", ORIGIN, KEY),
        sign(f"{ORIGIN}\n{10**19}\n{ROOT}\n", ORIGIN, KEY),
    ],
)
def test_a_checkpoint_written_in_any_other_way_is_refused(note: str) -> None:
    with pytest.raises(ValueError, match=r"^(is|has) "):
        open_checkpoint(note, [OURS])


def test_several_checkpoints_in_a_file_are_read_one_after_the_other() -> None:
    later = Checkpoint(ORIGIN, 3, leaf_hash(b""))
    assert checkpoints_in(NOTE + later.signed(KEY)) == [CHECKPOINT, later]
    with pytest.raises(ValueError, match="something after them"):
        checkpoints_in(NOTE + "more\n")


def test_a_proof_is_read_as_it_was_written_and_proves() -> None:
    text = str(PROOF)
    assert text == f"c2sp.org/tlog-proof@v1\nindex 1\n{as_base64(LEAVES[0])}\n\n{NOTE}"
    assert read_proof(text) == PROOF
    assert PROOF.proves(LEAVES[1], [OURS]) == CHECKPOINT
    with_extra = CarriedProof(1, [LEAVES[0]], NOTE, b"a receipt")
    assert read_proof(str(with_extra)) == with_extra
    for leaf, proof in ((LEAVES[0], PROOF), (LEAVES[1], CarriedProof(0, [LEAVES[0]], NOTE))):
        with pytest.raises(ValueError, match="does not show"):
            proof.proves(leaf, [OURS])


@pytest.mark.parametrize(
    ("what", "instead"),
    [
        ("c2sp.org/tlog-proof@v1", "c2sp.org/tlog-proof@v2"),
        ("c2sp.org/tlog-proof@v1\n", "c2sp.org/tlog-proof@v1\r\n"),
        ("c2sp.org/tlog-proof@v1\n", "\nc2sp.org/tlog-proof@v1\n"),
        ("index 1", "index 01"),
        ("index 1", "index -1"),
        ("index 1", "index  1"),
        ("index 1\n", ""),
        ("index 1\n", "extra \n\nindex 1\n"),
        ("index 1\n", "index 1\nextra AAAA\n"),
        ("index 1\n", "index 1\n" + as_base64(LEAVES[0])[:-1] + "\n"),
        ("index 1\n", "index 1\n" + (as_base64(LEAVES[0]) + "\n") * 64),
        ("index 1\n", "index 1\n" + as_base64(b"short") + "\n"),
    ],
)
def test_a_proof_written_in_any_other_way_is_refused(what: str, instead: str) -> None:
    with pytest.raises(ValueError, match=r"^(is|has|does) "):
        read_proof(str(PROOF).replace(what, instead))
