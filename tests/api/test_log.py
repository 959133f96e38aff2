"""What the log proves to everybody, and what it tells to whom."""

from __future__ import annotations

import json
from base64 import b64decode
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from mandate_registry.canonical import canonical, digest
from mandate_registry.log.checkpoints import Checkpoint, open_checkpoint, read_proof
from mandate_registry.log.merkle import grow, leaf_hash, root_of, verify_inclusion
from mandate_registry.log.signed_notes import Verifier
from mandate_registry.services.installation import Installation
from mandate_registry.services.permissions import Role
from mandate_registry.services.proof.log_proofs import verifier_keys
from models import log_entries
from tests.api.callers import caller
from tests.api.client import Answer, Api
from tests.api.small_register import HERE, THERE
from tests.support.consistency import verify_consistency
from tests.support.demo import WIERDENLAND


@pytest.fixture
def anybody(app: Flask) -> Api:
    """Return the client of somebody without a key."""
    return Api(app)


def checkpoint(client: Api) -> Checkpoint:
    keys = [Verifier.read(line) for line in client.get("/log/keys").text.splitlines()]
    return open_checkpoint(client.get("/log/checkpoint").text, keys)


def hashes(answer: Answer) -> list[bytes]:
    return [b64decode(one) for one in answer.json["hashes"]]


def pages(client: Api) -> list[dict[str, Any]]:
    """Return all entries, page by page."""
    found, address = [], "/log/entries?limit=3"
    while address:
        answer = client.get(address)
        found += answer.json["items"]
        link = answer.headers.get("Link", "")
        address = link[1 : link.index(">")] if link else ""
    return found


def test_everybody_may_check_that_an_entry_is_in_the_log(anybody: Api) -> None:
    signed = checkpoint(anybody)
    for index in range(signed.size):
        answer = anybody.get(f"/log/proofs/inclusion?index={index}&size={signed.size}")
        leaf = b64decode(answer.json["leafHash"])
        assert verify_inclusion(leaf, index, signed.size, hashes(answer), signed.root)
        assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_everybody_may_check_that_the_log_only_grew(anybody: Api, api: Api) -> None:
    before = checkpoint(anybody)
    api.post("/units", {"organisation": HERE, "code": "zorg", "name": "Team Zorg"}, 201)
    after = checkpoint(anybody)
    answer = anybody.get(f"/log/proofs/consistency?from={before.size}")
    assert (answer.json["to"], after.size) == (before.size + 1, before.size + 1)
    assert verify_consistency(before.size, after.size, hashes(answer), before.root, after.root)


def test_a_checkpoint_stays_the_same_while_the_log_does(anybody: Api) -> None:
    assert anybody.get("/log/checkpoint").text == anybody.get("/log/checkpoint").text


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("inclusion", "index"),
        ("inclusion?index=x", "index"),
        ("inclusion?index=-1", "index"),
        ("inclusion?index=9999", "index"),
        ("inclusion?index=1&size=1", "index"),
        ("inclusion?index=1&size=0", "size"),
        ("inclusion?index=1&size=9999", "size"),
        ("consistency", "from"),
        ("consistency?from=0", "from"),
        ("consistency?from=9999", "from"),
        ("consistency?from=2&to=1", "from"),
        ("consistency?from=2&to=9999", "to"),
    ],
)
def test_nothing_is_proven_of_what_is_not_in_the_log(anybody: Api, query: str, field: str) -> None:
    answer = anybody.get(f"/log/proofs/{query}", 400)
    assert [error["field"] for error in answer.json["errors"]] == [field]


@pytest.mark.parametrize(("role", "home"), [(Role.ADMINISTRATOR, None), (Role.AUDITOR, HERE), (Role.HR, THERE)])
def test_who_reads_a_log_can_compute_its_root_and_is_told_of_his_own_registers(
    app: Flask, anybody: Api, role: Role, home: str | None
) -> None:
    items = pages(caller(app, role, home))
    peaks: list[bytes] = []
    for size, item in enumerate(items):
        assert item["index"] == size
        for _ in grow(peaks, size, b64decode(item["leafHash"])):
            pass
    assert root_of(peaks) == checkpoint(anybody).root
    told = [item for item in items if item["entry"]]
    assert all(leaf_hash(canonical(item["entry"])) == b64decode(item["leafHash"]) for item in told)
    registers = {item["entry"].get("register") for item in told}
    assert registers == {None, *((HERE, THERE) if home is None else (home,))}
    assert (len(told) == len(items)) is (home is None)


@pytest.mark.parametrize("role", [Role.APPROVER, Role.HOLDER, Role.PARTNER])
def test_entries_are_told_to_nobody_else(app: Flask, role: Role) -> None:
    caller(app, role, HERE, "K-001").get("/log/entries", 403)


def test_the_history_of_a_mandate_says_which_entries_tell_of_it(demo: Flask) -> None:
    keeper = caller(demo, Role.HR, WIERDENLAND)
    mandate = keeper.get(f"/mandates?organisation={WIERDENLAND}").json["items"][0]
    entries = {item["index"]: item["entry"] for item in pages(keeper)}
    happened = keeper.get(f"/mandates/{mandate['id']}/history").json["items"]
    assert [entries[one["logIndex"]]["register"] for one in happened] == [WIERDENLAND] * len(happened)
    assert happened


def test_the_proof_of_a_receipt_is_carried_along_with_a_checkpoint(demo: Flask, keeper: Api, neighbour: Api) -> None:
    installation: Installation = demo.extensions["mandate_registry"]
    question = {"organisation": WIERDENLAND, "employees": [{"number": "W-012"}], "decisionType": "cooperation.conclude"}
    without, given = (
        keeper.post("/checks", question | {"purpose": "een proef", "receipt": wanted}).json for wanted in (False, True)
    )
    keeper.get(f"/checks/{without['id']}/receipt.tlog-proof", 404)
    proof = read_proof(keeper.get(f"/checks/{given['id']}/receipt.tlog-proof").text)
    with installation.reading() as connection:
        wanted = select(log_entries.c.entry).where(log_entries.c.position == proof.index)
        entry = connection.execute(wanted).scalar_one()
    assert json.loads(entry)["sha256"] == digest(given["receipt"].encode())
    assert proof.proves(leaf_hash(entry), verifier_keys(installation)).size > proof.index
    neighbour.get(f"/checks/{given['id']}/receipt.tlog-proof", 404)
