"""The keys of an issuer: found by discovery, fetched when needed, kept for a while, and never guessed."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import structlog.testing
import time_machine

from mandate_registry.errors import Unavailable
from mandate_registry.services.issuers import http_deadline, issuer_keys
from mandate_registry.services.issuers.issuer_keys import CACHE_SECONDS, MAX_RESPONSE_BYTES, RETRY_SECONDS, Keyring
from tests.support.issuer import Invented, invented, public

NOON = datetime(2026, 9, 15, 12, tzinfo=UTC)


@pytest.fixture
def issuer() -> Iterator[Invented]:
    with invented() as running:
        yield running


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


def test_nothing_is_fetched_before_it_is_needed_and_then_once(issuer: Invented, clock: time_machine.Traveller) -> None:
    keyring = Keyring(issuer.trusted())
    assert issuer.asked == []
    assert [keyring.find("first") is not None for _ in range(3)] == [True, True, True]
    clock.shift(CACHE_SECONDS - 1)
    keyring.find("first")
    assert issuer.asked == ["/keys"]


def test_a_new_key_is_found_at_once(issuer: Invented, clock: time_machine.Traveller) -> None:
    keyring = Keyring(issuer.trusted())
    keyring.find("first")
    clock.shift(RETRY_SECONDS)
    issuer.publish(public("first"), public("second"))
    assert keyring.find("second")
    assert keyring.find("first")
    assert issuer.asked == ["/keys"] * 2


def test_a_key_that_was_withdrawn_is_gone_when_the_keys_were_kept_long_enough(
    issuer: Invented, clock: time_machine.Traveller
) -> None:
    keyring = Keyring(issuer.trusted())
    keyring.find("first")
    issuer.publish(public("second"))
    clock.shift(CACHE_SECONDS - 1)
    assert keyring.find("first")
    clock.shift(1)
    assert keyring.find("first") is None
    assert keyring.find("second")


def test_unknown_keys_do_not_make_the_registry_ask_all_the_time(
    issuer: Invented, clock: time_machine.Traveller
) -> None:
    keyring = Keyring(issuer.trusted())
    assert [keyring.find(f"unknown-{number}") for number in range(5)] == [None] * 5
    assert issuer.asked == ["/keys"]
    issuer.publish(public("second"))
    clock.shift(RETRY_SECONDS - 1)
    assert keyring.find("second") is None
    clock.shift(1)
    assert keyring.find("second")
    assert issuer.asked == ["/keys"] * 2


DOWN: dict[str, tuple[int, Any]] = {
    "an error": (500, {"keys": [public("first")]}),
    "nothing": (404, {}),
    "somewhere else": (302, {"keys": [public("first")]}),
    "no JSON": (200, b"<html>"),
    "nothing at all": (200, b""),
    "a list": (200, [public("first")]),
    "no keys": (200, {"keys": None}),
    "too much": (200, {"keys": [public("first")], "filler": "x" * MAX_RESPONSE_BYTES}),
    "too deep": (200, b"[" * 100_000),
}


@pytest.mark.parametrize("page", DOWN.values(), ids=DOWN)
def test_without_keys_there_is_no_answer(
    issuer: Invented, clock: time_machine.Traveller, page: tuple[int, Any]
) -> None:
    good, issuer.pages["/keys"] = issuer.pages["/keys"], page
    keyring = Keyring(issuer.trusted())
    with structlog.testing.capture_logs() as logs:
        for _ in range(2):
            with pytest.raises(Unavailable):
                keyring.find("first")
    assert [(entry["event"], entry["issuer"]) for entry in logs] == [("keys of an issuer cannot be had", issuer.url)]
    assert len(issuer.asked) == 1
    issuer.pages["/keys"] = good
    clock.shift(RETRY_SECONDS)
    assert keyring.find("first")


def test_an_issuer_that_does_not_answer_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    silent = threading.Event()
    with invented() as issuer:
        monkeypatch.setattr(issuer_keys, "TIMEOUT", 0.2)
        issuer.before = silent.wait
        with pytest.raises(Unavailable):
            Keyring(issuer.trusted()).find("first")
        silent.set()


@pytest.mark.parametrize("content", [None, "no certificate"])
def test_without_authorities_there_is_no_answer_until_they_can_be_read(
    issuer: Invented, content: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, clear = tmp_path / "authorities.pem", http_deadline.trusted.cache_clear
    if content:
        file.write_text(content)
    clear()
    try:
        with monkeypatch.context() as patch:
            patch.setenv("SSL_CERT_FILE", str(file))
            with pytest.raises(Unavailable):
                Keyring(issuer.trusted()).find("first")
            with pytest.raises(Unavailable):
                Keyring(issuer.trusted()).metadata()
        assert Keyring(issuer.trusted()).find("first")
    finally:
        clear()


def test_keys_that_are_kept_are_used_while_there_are_no_new_ones(
    issuer: Invented, clock: time_machine.Traveller
) -> None:
    keyring = Keyring(issuer.trusted())
    keyring.find("first")
    issuer.pages["/keys"] = (500, {})
    clock.shift(RETRY_SECONDS)
    with pytest.raises(Unavailable):
        keyring.find("second")
    assert keyring.find("first")
    clock.shift(CACHE_SECONDS)
    with pytest.raises(Unavailable):
        keyring.find("first")


def test_a_clock_that_is_set_back_keeps_no_key(issuer: Invented, clock: time_machine.Traveller) -> None:
    keyring = Keyring(issuer.trusted())
    keyring.find("first")
    issuer.publish(public("second"))
    clock.move_to(NOON - timedelta(days=1))
    assert keyring.find("first") is None


def test_keys_are_fetched_by_one_at_a_time(issuer: Invented) -> None:
    keyring = Keyring(issuer.trusted())
    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(keyring.find, ["first"] * 8))
    assert issuer.asked == ["/keys"]


METADATA = ("/.well-known/openid-configuration", "/.well-known/oauth-authorization-server")


@pytest.mark.parametrize("address", METADATA)
def test_the_keys_are_discovered(issuer: Invented, address: str) -> None:
    issuer.pages[address] = (200, {"issuer": issuer.url, "jwks_uri": f"{issuer.url}/keys"})
    assert Keyring(issuer.trusted(jwks_uri=None)).find("first")
    assert issuer.asked == [*METADATA[: METADATA.index(address) + 1], "/keys"]


def test_the_metadata_of_an_issuer_with_a_path_is_where_the_standards_say(issuer: Invented) -> None:
    name = f"{issuer.url}/realms/gemeente"
    with pytest.raises(Unavailable):
        Keyring(issuer.trusted(issuer=name, jwks_uri=None)).find("first")
    assert issuer.asked == [
        "/realms/gemeente/.well-known/openid-configuration",
        "/.well-known/oauth-authorization-server/realms/gemeente",
    ]


@pytest.mark.parametrize(
    "metadata",
    [
        {"issuer": "https://elsewhere.example"},
        {"issuer": "URL/"},
        {"issuer": None},
        {"jwks_uri": "http://elsewhere.example/keys"},
        {"jwks_uri": "file:///etc/passwd"},
        {"jwks_uri": None},
        {"jwks_uri": 7},
    ],
)
def test_metadata_of_somebody_else_are_not_believed(issuer: Invented, metadata: dict[str, Any]) -> None:
    if metadata.get("issuer") == "URL/":
        metadata = {"issuer": f"{issuer.url}/"}
    issuer.pages[METADATA[0]] = (200, {"issuer": issuer.url, "jwks_uri": f"{issuer.url}/keys"} | metadata)
    with pytest.raises(Unavailable):
        Keyring(issuer.trusted(jwks_uri=None)).find("first")
    assert issuer.asked == [METADATA[0]]


UNUSABLE: dict[str, Any] = {
    "a shared secret": {"kty": "oct", "k": "c2VjcmV0", "kid": "k"},
    "one for encryption": public("k") | {"use": "enc"},
    "one without an id": {name: value for name, value in public("k").items() if name != "kid"},
    "one with an id that is no text": public("k") | {"kid": 7},
    "one of a kind that nobody knows": {"kty": "quantum", "kid": "k"},
    "one on a curve that nobody knows": public("k") | {"crv": "P-999"},
    "one that is broken": public("k") | {"x": "!"},
    "one that is empty": {"kty": "RSA", "kid": "k"},
    "one that is too small": {"kty": "RSA", "kid": "k", "e": "AQAB", "n": "u" + "3" * 170},
    "no key": "k",
    "nothing": None,
}


@pytest.mark.parametrize("unusable", UNUSABLE.values(), ids=UNUSABLE)
@pytest.mark.filterwarnings("ignore:Key size should be:joserfc.errors.SecurityWarning")
def test_a_key_that_verifies_nothing_is_left_where_it_is(issuer: Invented, unusable: Any) -> None:
    issuer.publish(unusable, public("first"))
    keyring = Keyring(issuer.trusted())
    found = keyring.find("first")
    assert found
    assert found.as_dict(private=False)["x"] == public("first")["x"]
    assert keyring.find("k") is None
