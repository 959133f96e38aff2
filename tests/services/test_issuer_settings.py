"""The issuers file says whom to trust; one that is not safe keeps the service from starting."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from joserfc.jwk import ECKey

from mandate_registry import bootstrap
from mandate_registry.config import Settings
from mandate_registry.errors import Unsafe
from mandate_registry.services.issuers.issuer_settings import ALGORITHMS, Issuer, trusted
from mandate_registry.services.permissions import Role
from tests.support import sqlite

PARTNERS = """
[[issuer]]
issuer = "https://inloggen.voorbeeld.example/realms/keten"
jwks_uri = "https://inloggen.voorbeeld.example/keys"
audience = "https://register.voorbeeld.example"
algorithms = ["PS256", "Ed25519"]
types = ["at+jwt", "application/JWT"]
organisation_claim = "oin"
organisations = ["00000009000000000001", "00000009000000000002"]
person_claim = "employee_number"
roles_claim = "scope"
bound = true
[issuer.roles]
partner = "mandates:ask"
auditor = ["mandates:audit", "audit"]
"""
STAFF = """
[[issuer]]
issuer = "http://127.0.0.1:8080"
audience = "mandates"
organisation = "00000009000000000001"
roles_claim = "roles"
roles = {hr = "HR"}
"""


def read(folder: Path, text: str, mode: int = 0o600, *, client_cert: bool = True) -> list[Issuer]:
    file = folder / "issuers.toml"
    file.write_text(text)
    file.chmod(mode)
    return trusted(Settings("sqlite:///", issuers=file, client_cert=client_cert))


def test_the_file_names_issuers_and_how_far_each_is_trusted(tmp_path: Path) -> None:
    file = tmp_path / "issuers.toml"
    file.write_text(PARTNERS + STAFF)
    file.chmod(0o644)
    partners, staff = trusted(Settings("sqlite:///", issuers=file, client_cert=True))
    assert partners.roles == {Role.PARTNER: {"mandates:ask"}, Role.AUDITOR: {"mandates:audit", "audit"}}
    assert partners.algorithms == {"PS256", "Ed25519"}
    assert partners.types == {"at+jwt", "jwt"}
    assert partners.organisations == {"00000009000000000001", "00000009000000000002"}
    assert partners.bound
    assert staff.algorithms == ALGORITHMS
    assert staff.types == {"at+jwt"}
    assert (staff.organisation, staff.jwks_uri) == ("00000009000000000001", None)
    assert staff.roles == {Role.HR: {"HR"}}


def test_without_a_file_nobody_is_trusted() -> None:
    assert trusted(Settings("sqlite:///")) == []


def test_an_installation_is_built_without_asking_an_issuer(tmp_path: Path) -> None:
    file = tmp_path / "issuers.toml"
    file.write_text(STAFF)
    file.chmod(0o600)
    installation = bootstrap.build(Settings(sqlite.database(tmp_path), issuers=file))
    assert list(installation.issuers) == ["http://127.0.0.1:8080"]
    installation.close()


CHANGED: dict[str, tuple[str, str, str]] = {
    "no algorithm": ("unknown setting", 'audience = "mandates"', 'audience = "mandates"\nalgorithm = "RS256"'),
    "none": ("algorithms are", 'audience = "mandates"', 'audience = "mandates"\nalgorithms = ["none"]'),
    "a shared secret": ("algorithms are", 'audience = "mandates"', 'audience = "mandates"\nalgorithms = ["HS256"]'),
    "an old name": ("algorithms are", 'audience = "mandates"', 'audience = "mandates"\nalgorithms = ["EdDSA"]'),
    "no algorithms": ("algorithms are", 'audience = "mandates"', 'audience = "mandates"\nalgorithms = []'),
    "no audience": ("audience must be given", 'audience = "mandates"', ""),
    "a blank audience": ("is not a text", '"mandates"', '" "'),
    "an audience that is no text": ("is not a text", '"mandates"', "1"),
    "plain http": ("https", "http://127.0.0.1:8080", "http://inloggen.voorbeeld.example"),
    "no address": ("https", "http://127.0.0.1:8080", "inloggen"),
    "an address that is broken": ("https", "http://127.0.0.1:8080", "https://[inloggen"),
    "a query": ("https", "http://127.0.0.1:8080", "https://inloggen.voorbeeld.example?x"),
    "keys over plain http": ("https", "audience =", 'jwks_uri = "http://voorbeeld.example/keys"\naudience ='),
    "no organisation": ("give organisation", 'organisation = "00000009000000000001"', ""),
    "no OIN": ("OIN", "00000009000000000001", "Wierdenland"),
    "a claim for any organisation": (
        "needs organisations",
        'organisation = "00000009000000000001"',
        'organisation_claim = "oin"',
    ),
    "organisations without a claim": (
        "they need it",
        "roles_claim",
        'organisations = ["00000009000000000002"]\nroles_claim',
    ),
    "both": (
        "either organisation or",
        "roles_claim",
        'organisation_claim = "oin"\norganisations = ["00000009000000000002"]\nroles_claim',
    ),
    "an administrator of an organisation": ("needs installation", "hr =", "administrator ="),
    "an installation with an organisation": (
        "either organisation or",
        "roles_claim",
        "installation = true\nroles_claim",
    ),
    "an installation without an administrator": (
        "for nothing else",
        'organisation = "00000009000000000001"',
        "installation = true",
    ),
    "a role that is none": ("not a valid Role", "hr =", "boss ="),
    "a role that nothing gives": ("is not a text", '"HR"', '[""]'),
    "no roles": ("roles is a table", '{hr = "HR"}', "{}"),
    "roles that are no table": ("roles is a table", '{hr = "HR"}', '"hr"'),
    "a holder who is nobody": ("person_claim", "hr =", "holder ="),
    "no truth": ("neither true nor false", "roles_claim", 'bound = "yes"\nroles_claim'),
    "another table": ("nothing else", "[[issuer]]", "[other]\n[[issuer]]"),
    "one issuer only": ("nothing else", "[[issuer]]", "[issuer]"),
    "no TOML": ("Expected", "[[issuer]]", "issuer:"),
}


@pytest.mark.parametrize(("why", "before", "after"), CHANGED.values(), ids=CHANGED)
def test_a_file_that_is_not_safe_is_refused(tmp_path: Path, why: str, before: str, after: str) -> None:
    assert before in STAFF
    with pytest.raises(Unsafe, match=why):
        read(tmp_path, STAFF.replace(before, after, 1))


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Unsafe, match="No such file"):
        trusted(Settings("sqlite:///", issuers=tmp_path / "issuers.toml"))


@pytest.mark.parametrize("mode", [0o620, 0o602, 0o666])
def test_a_file_that_others_may_write_is_refused(tmp_path: Path, mode: int) -> None:
    with pytest.raises(Unsafe, match="chmod go-w"):
        read(tmp_path, STAFF, mode)


def test_an_issuer_stands_there_once(tmp_path: Path) -> None:
    with pytest.raises(Unsafe, match="twice"):
        read(tmp_path, STAFF + STAFF)


def test_bound_tokens_need_the_certificates_of_clients(tmp_path: Path) -> None:
    assert read(tmp_path, PARTNERS)
    with pytest.raises(Unsafe, match="MANDATES_CLIENT_CERT"):
        read(tmp_path, PARTNERS, client_cert=False)


def test_an_administrator_only_is_of_the_installation_alone(tmp_path: Path) -> None:
    text = STAFF.replace('organisation = "00000009000000000001"', "installation = true")
    assert read(tmp_path, text.replace("hr =", "administrator ="))
    with pytest.raises(Unsafe, match="every role but administrator"):
        read(tmp_path, text.replace('{hr = "HR"}', '{hr = "HR", administrator = "A"}'))


LOGIN = (
    STAFF
    + """
[issuer.login]
code = "town"
client_id = "pages"
name = {nl = "Inloggen", en = "Sign in"}
"""
)


def with_secret(folder: Path, setting: str, text: str, mode: int = 0o600) -> str:
    """Return the file with a login that has a secret in a file of its own."""
    file = folder / "secret"
    file.write_text(text)
    file.chmod(mode)
    return f'{LOGIN}{setting} = "{file}"\n'


def test_people_sign_in_where_the_file_says_so(tmp_path: Path) -> None:
    text = with_secret(tmp_path, "client_secret_file", "s3cret\n")
    (staff,) = read(tmp_path, text + 'scopes = ["profile"]\nuserinfo = true\n')
    login = staff.login
    assert login
    assert (login.code, login.client_id, login.client_secret, login.userinfo) == ("town", "pages", "s3cret", True)
    assert login.scope == "openid profile"
    assert "s3cret" not in repr(staff)


def test_the_registry_may_prove_by_a_key_who_it_is(tmp_path: Path) -> None:
    key = ECKey.generate_key("P-256")
    jwk = key.as_dict(private=True) | {"alg": "ES256"}
    (staff,) = read(tmp_path, with_secret(tmp_path, "private_key_file", json.dumps(jwk)))
    assert staff.login
    assert staff.login.private_key
    assert staff.login.private_key.thumbprint() == key.thumbprint()
    assert str(jwk["d"]) not in repr(staff)
    for text in ("no key", json.dumps(key.as_dict(private=False) | {"alg": "ES256"}), json.dumps(key.as_dict()), "7"):
        with pytest.raises(Unsafe, match="private_key_file"):
            read(tmp_path, with_secret(tmp_path, "private_key_file", text))


MISTAKEN: dict[str, tuple[str, str, str]] = {
    "an unknown setting": ("unknown setting secret", 'client_id = "pages"', 'client_id = "pages"\nsecret = "x"'),
    "no client": ("client_id must be given", 'client_id = "pages"', ""),
    "a code that is none": ("is no code", '"town"', '"the town"'),
    "a name in one language": ("in nl and in en", ', en = "Sign in"', ""),
    "the audience of access tokens": ("must differ", '"pages"', '"mandates"'),
    "no table": ("login is a table", LOGIN[LOGIN.index("[issuer.login]") :], "login = 7"),
    "two ways to prove it": (
        "give either",
        "[issuer.login]",
        '[issuer.login]\nclient_secret_file = "a"\nprivate_key_file = "b"',
    ),
    "no secret": ("cannot be read", "[issuer.login]", '[issuer.login]\nclient_secret_file = "/nowhere"'),
}


@pytest.mark.parametrize(("why", "before", "after"), MISTAKEN.values(), ids=MISTAKEN)
def test_a_login_that_is_not_right_is_refused(tmp_path: Path, why: str, before: str, after: str) -> None:
    assert before in LOGIN
    with pytest.raises(Unsafe, match=why):
        read(tmp_path, LOGIN.replace(before, after, 1))


def test_a_secret_that_others_may_read_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Unsafe, match="chmod 600"):
        read(tmp_path, with_secret(tmp_path, "client_secret_file", "s3cret", 0o640))


def test_a_login_has_a_code_of_its_own(tmp_path: Path) -> None:
    with pytest.raises(Unsafe, match="code stands there twice"):
        read(tmp_path, LOGIN + LOGIN.replace("8080", "8081"))


@pytest.mark.parametrize(
    ("url", "is_safe"), [("https://register.voorbeeld.example", True), ("http://127.0.0.1:8000", False)]
)
def test_behind_a_proxy_people_sign_in_over_https_alone(tmp_path: Path, url: str, is_safe: bool) -> None:  # noqa: FBT001 - a parameter
    file = tmp_path / "issuers.toml"
    file.touch(mode=0o600)
    file.write_text(LOGIN)
    settings = Settings("sqlite:///", issuers=file, public_url=url, behind_proxy=True)
    if is_safe:
        assert len(trusted(settings)) == 1
    else:
        with pytest.raises(Unsafe, match="https alone"):
            trusted(settings)
