"""A receipt is genuine as it was signed, byte for byte, and in no other way."""

from __future__ import annotations

import json
from typing import Any

import pytest
from joserfc import jws
from joserfc.jwk import ECKey, OctKey

from mandate_registry.canonical import as_bytes, as_text, canonical
from mandate_registry.evidence.private_keys import Algorithm, make_key
from mandate_registry.evidence.receipts import LARGEST, TYPE, Flaw, Receipt, key_set, sign, verify
from tests.support.receipts import claims_of, header_of, signed, tampered, twin, with_part
from tests.support.sample_receipt import CLAIMS, KEY, PUBLIC, RECEIPT

KEYS = key_set([PUBLIC])
OTHER = sign(CLAIMS | {"jti": "2d9f4c1a-0b7e-4d2c-9a44-7e5b8c6d1f03"}, KEY)
HEADER = header_of(RECEIPT)


def test_what_was_signed_is_genuine() -> None:
    assert verify(RECEIPT, KEYS) == Receipt(str(KEY.kid), CLAIMS)
    assert {"alg": "ES256", "kid": KEY.thumbprint(), "typ": TYPE} == HEADER
    assert claims_of(RECEIPT) == CLAIMS


def test_a_receipt_is_a_text_of_its_own_each_time_and_its_payload_the_same() -> None:
    again = sign(dict(reversed(CLAIMS.items())), KEY)
    assert (again == RECEIPT, again.split(".")[:2]) == (False, RECEIPT.split(".")[:2])


@pytest.mark.parametrize(
    "text", [pytest.param(text, id=name) for name, text in tampered(RECEIPT, PUBLIC, OTHER).items()]
)
def test_what_was_tampered_with_is_not(text: str) -> None:
    assert verify(text, KEYS) in {Flaw.MALFORMED, Flaw.SIGNATURE_INVALID, Flaw.KEY_UNKNOWN}


def test_of_the_two_signatures_that_fit_one_is_made_and_the_other_refused() -> None:
    for _ in range(8):  # one in two would be of the other form
        receipt = sign(CLAIMS, KEY)
        other = twin(receipt)
        assert jws.deserialize_compact(other, KEY, algorithms=["ES256"]).payload == canonical(CLAIMS)  # it does fit
        assert verify(receipt, KEYS) == Receipt(str(KEY.kid), CLAIMS)
        assert verify(other, KEYS) is Flaw.SIGNATURE_INVALID
        assert verify(other, KEYS, is_logged=True) == Receipt(str(KEY.kid), CLAIMS)  # of before there was one form


def test_no_byte_may_be_another() -> None:
    for part, content in enumerate(map(as_bytes, RECEIPT.split("."))):
        for place in range(len(content)):
            changed = bytearray(content)
            changed[place] ^= 0x41
            assert isinstance(verify(with_part(RECEIPT, part, bytes(changed)), KEYS), Flaw)


def test_no_character_may_be_another_also_where_it_means_the_same_bytes() -> None:
    for place, character in enumerate(RECEIPT):
        for other in {"A", "B", "=", " ", "."} - {character}:
            assert isinstance(verify(RECEIPT[:place] + other + RECEIPT[place + 1 :], KEYS), Flaw)


def test_a_key_that_is_not_in_the_set_is_unknown() -> None:
    assert verify(RECEIPT, {}) is Flaw.KEY_UNKNOWN
    assert verify(RECEIPT, key_set([make_key(Algorithm.STATEMENTS).as_dict(private=False)])) is Flaw.KEY_UNKNOWN
    stranger = ECKey.import_key(make_key(Algorithm.STATEMENTS).as_dict(private=False) | {"kid": str(KEY.kid)})
    assert verify(RECEIPT, {str(KEY.kid): stranger}) is Flaw.SIGNATURE_INVALID


HEADERS: dict[str, dict[str, Any]] = {
    "another type": HEADER | {"typ": "JWT"},
    "the type in another case": HEADER | {"typ": TYPE.upper()},
    "no type": {name: HEADER[name] for name in ("alg", "kid")},
    "no key": {name: HEADER[name] for name in ("alg", "typ")},
    "critical": HEADER | {"crit": ["exp"], "exp": 1},
    "a key": HEADER | {"jwk": PUBLIC},
    "an address of keys": HEADER | {"jku": "https://evil.example/jwks.json"},
    "an address of a certificate": HEADER | {"x5u": "https://evil.example/cert.pem"},
    "a content type": HEADER | {"cty": "JWT"},
}


@pytest.mark.parametrize("header", [pytest.param(header, id=name) for name, header in HEADERS.items()])
def test_a_receipt_has_no_other_header_even_if_it_was_signed(header: dict[str, Any]) -> None:
    body = f"{as_text(canonical(header))}.{RECEIPT.split('.')[1]}"
    assert verify(f"{body}.{as_text(_signature(body))}", KEYS) is Flaw.MALFORMED


def _signature(body: str) -> bytes:
    """Sign any text with the key, as ES256 does."""
    from joserfc.jws import JWSRegistry  # noqa: PLC0415 - for this alone

    return bytes(JWSRegistry.algorithms["ES256"].sign(body.encode(), KEY))


TEXT = canonical(CLAIMS).decode()
PAYLOADS = {
    "a member twice": TEXT.replace('"aud":', '"aud":"x","aud":', 1),
    "spaces": json.dumps(CLAIMS),
    "another order": json.dumps(dict(reversed(CLAIMS.items())), separators=(",", ":")),
    "an escape for nothing": TEXT.replace("overleg", "\\u006fverleg"),
    "no number": TEXT.replace('"iat":1795000000', '"iat":NaN'),
    "a list": "[]",
    "no JSON": "receipt",
    "too deep": "[" * 20_000,
}


@pytest.mark.parametrize("payload", [pytest.param(payload, id=name) for name, payload in PAYLOADS.items()])
def test_a_payload_is_written_in_one_way_even_if_it_was_signed(payload: str) -> None:
    assert payload != TEXT
    assert verify(signed(HEADER, payload.encode(), KEY), KEYS) is Flaw.MALFORMED


def paths(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(found for name, item in inner for found in paths(item, (*path, name)))]


def put(value: Any, path: tuple[Any, ...], new: Any) -> Any:
    if not path:
        return new
    copy = list(value) if isinstance(value, list) else dict(value)
    copy[path[0]] = put(value[path[0]], path[1:], new)
    return copy


@pytest.mark.parametrize("path", paths(CLAIMS)[1:], ids=lambda path: ".".join(map(str, path)))
def test_every_claim_is_of_its_type_even_if_it_was_signed(path: tuple[Any, ...]) -> None:
    for wrong in (7.5, -1, {"a": 1}, [7]):
        assert verify(sign(put(CLAIMS, path, wrong), KEY), KEYS) is Flaw.MALFORMED


@pytest.mark.parametrize("path", [(), ("question",), ("answer",), ("register",), ("log",), ("answer", "legs", 0)])
def test_nothing_is_claimed_beside_what_a_receipt_claims(path: tuple[Any, ...]) -> None:
    inner = CLAIMS
    for step in path:
        inner = inner[step]
    assert verify(sign(put(CLAIMS, path, inner | {"exp": 1}), KEY), KEYS) is Flaw.MALFORMED


@pytest.mark.parametrize("name", sorted(CLAIMS))
def test_nothing_is_left_out_of_what_a_receipt_claims(name: str) -> None:
    assert verify(sign({one: CLAIMS[one] for one in CLAIMS if one != name}, KEY), KEYS) is Flaw.MALFORMED


def test_a_receipt_is_not_endless() -> None:
    long = put(CLAIMS, ("question", "purpose"), "x" * LARGEST)
    assert verify(sign(long, KEY), KEYS) is Flaw.MALFORMED


SETS: dict[str, Any] = {
    "nothing": None,
    "an object": {},
    "a text": ["key"],
    "two keys by one id": [PUBLIC, make_key(Algorithm.STATEMENTS).as_dict(private=False) | {"kid": PUBLIC["kid"]}],
    "no point": [PUBLIC | {"x": "AA"}],
    "no point on the curve": [PUBLIC | {"y": as_text(bytes(31) + b"\x07")}],
    "half a key": [{name: PUBLIC[name] for name in ("kty", "crv", "x", "kid", "alg")}],
}


@pytest.mark.parametrize("keys", [pytest.param(keys, id=name) for name, keys in SETS.items()])
def test_what_is_no_set_of_keys_is_refused(keys: Any) -> None:
    with pytest.raises(ValueError, match=r"."):
        key_set(keys)


def test_keys_that_sign_something_else_are_left_out() -> None:
    shared = OctKey.generate_key(256).as_dict(private=True) | {"kid": PUBLIC["kid"]}
    others = [shared, make_key(Algorithm.CHECKPOINTS).as_dict(private=False)]
    assert key_set([*others, PUBLIC]).keys() == {PUBLIC["kid"]}
    assert not key_set([PUBLIC | {"alg": "ES384"}])
