"""A credential shows what its holder chooses and no more, and nothing in it can be added or changed."""

from __future__ import annotations

import base64
import hashlib
import json
import zlib
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt as pyjwt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from joserfc.jwk import ECKey, OKPKey, RSAKey

from mandate_registry.errors import InvalidInput
from mandate_registry.evidence.credentials import (
    CredentialEnvelope,
    SelectivelyDisclosable,
    conceal,
    credential,
    holder_key,
)
from mandate_registry.evidence.private_keys import Algorithm, make_key
from mandate_registry.evidence.status_lists import SIZE, compressed

NAMES = st.text("abcdefgé ", min_size=1, max_size=6)
PLAIN = st.none() | st.booleans() | st.integers(0, 99) | NAMES
VALUES = st.recursive(
    PLAIN,
    lambda inner: (
        st.dictionaries(NAMES, inner | inner.map(SelectivelyDisclosable), max_size=3)
        | st.lists(inner | inner.map(SelectivelyDisclosable), max_size=3)
    ),
    max_leaves=8,
)
CLAIMS = st.dictionaries(NAMES, VALUES | VALUES.map(SelectivelyDisclosable), max_size=4)


def as_json(text: str) -> Any:
    return json.loads(base64.urlsafe_b64decode(text + "=="))


def shown(payload: Any, disclosures: list[str]) -> Any:
    """Put disclosures back into a payload, as RFC 9901 (7.1) says it."""
    by_digest = {
        base64.urlsafe_b64encode(hashlib.sha256(one.encode()).digest()).decode().rstrip("="): as_json(one)[1:]
        for one in disclosures
    }

    def restored(value: Any) -> Any:
        if isinstance(value, list):
            elements = [by_digest.get(item["..."]) if _is_digest(item) else [item] for item in value]
            return [restored(found[0]) for found in elements if found]
        if not isinstance(value, dict):
            return value
        found = {name: item for name, item in value.items() if name != "_sd"}
        found |= dict(by_digest[digest] for digest in value.get("_sd", ()) if digest in by_digest)
        return {name: restored(item) for name, item in found.items()}

    return restored(payload)


def _is_digest(item: Any) -> bool:
    return isinstance(item, dict) and item.keys() == {"..."}


def without(value: Any, withheld: set[str], disclosed: list[str]) -> Any:
    """Return a value without what is withheld: the oracle, which walks the claims in the order of the disclosures."""

    def kept(item: Any) -> tuple[bool, Any]:
        if not isinstance(item, SelectivelyDisclosable):
            return True, without(item, withheld, disclosed)
        inner = without(item.value, withheld, disclosed)
        return disclosed.pop(0) not in withheld, inner

    if isinstance(value, list):
        return [inner for is_kept, inner in map(kept, value) if is_kept]
    if not isinstance(value, dict):
        return value
    order = sorted(value, key=lambda name: isinstance(value[name], SelectivelyDisclosable))
    found = {name: kept(value[name]) for name in order}
    return {name: inner for name, (is_kept, inner) in found.items() if is_kept}


@given(claims=CLAIMS, data=st.data())
def test_every_choice_shows_exactly_what_was_chosen(claims: dict[str, Any], data: st.DataObject) -> None:
    payload, disclosures = conceal(claims)
    withheld = set(data.draw(st.lists(st.sampled_from(disclosures), unique=True))) if disclosures else set()
    chosen = [one for one in disclosures if one not in withheld]
    assert shown(payload, chosen) == without(claims, withheld, list(disclosures))


def test_what_is_withheld_is_in_no_other_part() -> None:
    payload, disclosures = conceal(
        {"holder": {"name": SelectivelyDisclosable("Sanne Verbeek")}, "powers": [SelectivelyDisclosable("p")]}
    )
    assert "Sanne" not in json.dumps(payload)
    assert json.dumps(payload).count('"_sd"') == 1
    assert len(disclosures) == 2


def test_the_same_value_never_has_the_same_digest_twice() -> None:
    payload, _ = conceal([SelectivelyDisclosable("yes") for _ in range(100)])
    assert len({item["..."] for item in payload}) == 100


def test_a_salt_has_128_bits() -> None:
    _, disclosures = conceal({"name": SelectivelyDisclosable("x")})
    assert len(base64.urlsafe_b64decode(as_json(disclosures[0])[0] + "==")) == 16


def frame(**fields: Any) -> CredentialEnvelope:
    moment = datetime(2026, 4, 15, 12, tzinfo=UTC)
    usual: dict[str, Any] = {"issuer": "https://a.example", "type": "https://a.example/t", "issued_at": moment}
    ends = {"expires_at": moment + timedelta(days=36_000), "status_list": "https://a.example/s/1", "place": 7}
    return CredentialEnvelope(**usual | ends | fields)


def test_another_library_verifies_the_token_and_reads_its_claims() -> None:
    key = make_key(Algorithm.STATEMENTS)
    bound = holder_key(ECKey.generate_key("P-256").as_dict(private=False))
    text = credential(frame(holder_key=bound), {"name": SelectivelyDisclosable("x")}, key)
    token, *rest = text.split("~")
    assert len(rest) == 2
    assert rest[-1] == ""
    claims = pyjwt.decode(token, pyjwt.PyJWK(key.as_dict(private=False)), ["ES256"])
    assert pyjwt.get_unverified_header(token) == {"typ": "dc+sd-jwt", "alg": "ES256", "kid": key.kid}
    assert claims.keys() == {"iss", "iat", "nbf", "exp", "vct", "status", "cnf", "_sd", "_sd_alg"}
    assert claims["cnf"] == {"jwk": bound}
    assert claims["status"] == {"status_list": {"idx": 7, "uri": "https://a.example/s/1"}}
    other = make_key(Algorithm.STATEMENTS)
    with pytest.raises(pyjwt.InvalidSignatureError):
        pyjwt.decode(token, pyjwt.PyJWK(other.as_dict(private=False)), ["ES256"])


P256: dict[str, Any] = dict(ECKey.generate_key("P-256").as_dict(private=False))
ED25519: dict[str, Any] = dict(OKPKey.generate_key("Ed25519").as_dict(private=False))


@pytest.mark.parametrize("key", [P256, ED25519], ids=["P-256", "Ed25519"])
def test_a_public_key_is_taken_without_what_stands_beside_it(key: dict[str, Any]) -> None:
    members = {name: key[name] for name in ("kty", "crv", "x", "y") if name in key}
    assert holder_key(members | {"kid": "mine", "use": "sig"}) == members


def point(number: int) -> str:
    return base64.urlsafe_b64encode(number.to_bytes(32, "little")).decode().rstrip("=")


REFUSED: dict[str, dict[str, Any]] = {
    "a private key": dict(ECKey.generate_key("P-256").as_dict(private=True)),
    "another curve": dict(ECKey.generate_key("P-384").as_dict(private=False)),
    "another kind": dict(RSAKey.generate_key(2048).as_dict(private=False)),
    "a shared secret": {"kty": "oct", "k": "c2VjcmV0"},
    "no point of the curve": P256 | {"y": P256["x"]},
    "half a point": {name: P256[name] for name in ("kty", "crv", "x")},
    "too short": ED25519 | {"x": "AA"},
    "no base64": ED25519 | {"x": "%"},
    "the neutral point": ED25519 | {"x": point(1)},
    "the neutral point written otherwise": ED25519 | {"x": point(2**255 - 18)},
    "a point of order 2": ED25519 | {"x": point(2**255 - 20)},
    "a point of order 4": ED25519 | {"x": point(2**255)},
    "a point of order 8": ED25519 | {"x": "JuiVj8KyJ7BFw_SJ8u-Y8NXfrAXTxjM5sTgCiG1T_AU"},
    "another point of order 8": ED25519 | {"x": "xxdqcD1N2E-6PAt2DRBnDyogU_osOczGTsf9d5KsA3o"},
}


@pytest.mark.parametrize("key", REFUSED.values(), ids=REFUSED)
def test_a_key_that_binds_nothing_is_refused(key: dict[str, Any]) -> None:
    with pytest.raises(InvalidInput) as refused:
        holder_key(key)
    assert [error.field for error in refused.value.errors] == ["holderKey"]


@given(st.sets(st.integers(0, SIZE - 1), max_size=50))
def test_a_status_list_has_one_bit_for_each_place(invalid: set[int]) -> None:
    content = compressed(invalid)
    bits = zlib.decompress(base64.urlsafe_b64decode(content + "=="))
    assert len(bits) == SIZE // 8
    assert {place for place in range(SIZE) if bits[place // 8] >> place % 8 & 1} == invalid
