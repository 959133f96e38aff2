"""The settings: what is not safe does not start, and what is secret is read by its owner alone."""

from __future__ import annotations

from pathlib import Path

import pytest

import mandate_registry
from mandate_registry import bootstrap
from mandate_registry.config import ROOT, Settings, from_environment
from mandate_registry.data_folder import default_data
from mandate_registry.errors import Unsafe
from mandate_registry.secret_files import must_be_private, read_secret
from mandate_registry.services.callers import COMMAND_LINE
from mandate_registry.services.identity.api_keys import authenticate, create
from mandate_registry.services.permissions import Role
from tests.support import sqlite

ADDRESS = {"MANDATES_DATABASE_URL": "sqlite:////nowhere/register.sqlite"}
PASSWORD = "geheim-kanariewachtwoord"  # noqa: S105 - an invented one, to be looked for
WITH_PASSWORD = f"postgresql://registry:{PASSWORD}@database/registry"


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost"])
def test_an_address_of_this_machine_needs_no_proxy(host: str) -> None:
    assert from_environment(ADDRESS | {"MANDATES_HOST": host}).host == host


BEHIND_A_PROXY = {"MANDATES_BEHIND_TLS_PROXY": "yes", "MANDATES_PUBLIC_URL": "https://register.example"}
PUBLIC = ["0.0.0.0", "::", "192.0.2.1", "2001:db8::1", "::ffff:0.0.0.0", "registry.example", "localhost.example"]  # noqa: S104 - to be refused
UNCLEAR = ["", "0", "*", "127.0.0.1 ", "LOCALHOST", "[::1]", "0:0:0:0:0:0:0:1", "127.0.0.2"]


@pytest.mark.parametrize("host", [*PUBLIC, *UNCLEAR])
@pytest.mark.parametrize("declared", [None, "", "no", "true", "1", "YES"])
def test_an_address_that_may_be_reached_from_outside_needs_a_proxy_that_is_declared(
    host: str, declared: str | None
) -> None:
    proxy = {} if declared is None else {"MANDATES_BEHIND_TLS_PROXY": declared}
    with pytest.raises(Unsafe, match="put a TLS proxy before it"):
        from_environment(ADDRESS | proxy | {"MANDATES_HOST": host})


@pytest.mark.parametrize("host", PUBLIC)
def test_behind_a_declared_proxy_it_may_listen_anywhere(host: str) -> None:
    assert from_environment(ADDRESS | BEHIND_A_PROXY | {"MANDATES_HOST": host}).host == host


def test_behind_a_proxy_it_must_be_told_where_others_reach_it() -> None:
    with pytest.raises(Unsafe, match="MANDATES_PUBLIC_URL must say where"):
        from_environment(ADDRESS | {"MANDATES_BEHIND_TLS_PROXY": "yes"})


NOT_SAFE = ["http://register.example", "https://u@a.example", "ftp://127.0.0.1"]
NO_ADDRESS = [
    "",
    "register.example",
    "https://",
    "https://a.example/",
    "https://a.example/b",
    "https://a.example?b",
    "https://[",
]


@pytest.mark.parametrize("address", [*NOT_SAFE, *NO_ADDRESS])
def test_where_others_reach_it_nobody_on_the_way_can_change_what_they_read(address: str) -> None:
    with pytest.raises(Unsafe, match="MANDATES_PUBLIC_URL must be https://NAME"):
        from_environment(ADDRESS | BEHIND_A_PROXY | {"MANDATES_PUBLIC_URL": address})


@pytest.mark.parametrize(("host", "written"), [("127.0.0.1", "127.0.0.1"), ("::1", "[::1]")])
def test_without_a_proxy_it_is_reached_where_it_listens(host: str, written: str) -> None:
    found = from_environment(ADDRESS | {"MANDATES_HOST": host, "MANDATES_PORT": "8080"})
    assert found.public_url == f"http://{written}:8080"


def test_the_keys_that_sign_are_beside_an_embedded_database_or_where_it_is_said() -> None:
    assert from_environment(ADDRESS).signing_keys == Path("/nowhere/signing-keys.json")
    named = {"MANDATES_SIGNING_KEYS": "/run/secrets/keys.json"}
    assert from_environment(ADDRESS | named).signing_keys == Path("/run/secrets/keys.json")
    assert from_environment({"MANDATES_DATABASE_URL": "postgresql://db/register"}).signing_keys is None


def test_an_embedded_database_has_one_place_whatever_folder_a_command_is_started_in(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert default_data() == ROOT / "var"
    monkeypatch.setattr(mandate_registry, "IS_INSTALLED", True)
    assert default_data({"XDG_DATA_HOME": "/srv/kept"}) == Path("/srv/kept/mandate-registry")
    for environment in ({}, {"XDG_DATA_HOME": ""}, {"XDG_DATA_HOME": "kept"}):
        assert default_data(environment) == Path.home() / ".local/share/mandate-registry"


def test_who_has_no_home_has_to_say_where_data_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mandate_registry, "IS_INSTALLED", True)
    monkeypatch.setattr(Path, "home", _nowhere)
    with pytest.raises(Unsafe, match="say where with --data"):
        from_environment({})
    assert from_environment(ADDRESS).database_url == ADDRESS["MANDATES_DATABASE_URL"]


def _nowhere() -> Path:
    raise RuntimeError("Could not determine home directory.")


def secret(folder: Path, content: bytes, mode: int = 0o600) -> Path:
    file = folder / "secret"
    file.write_bytes(content)
    file.chmod(mode)
    return file


@pytest.mark.parametrize("mode", [0o600, 0o400, 0o700])
def test_the_address_of_the_database_is_read_from_a_file_of_its_owner_alone(tmp_path: Path, mode: int) -> None:
    file = secret(tmp_path, f"{WITH_PASSWORD}\n".encode(), mode)
    found = from_environment({"MANDATES_DATABASE_URL_FILE": str(file)})
    assert found.database_url == WITH_PASSWORD.replace("postgresql", "postgresql+psycopg")


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o602, 0o644, 0o610, 0o601])
def test_a_secret_that_is_open_to_others_is_refused_by_name(tmp_path: Path, mode: int) -> None:
    file = secret(tmp_path, b"secret", mode)
    link = tmp_path / "link"
    link.symlink_to(file)
    for path in (file, link):
        for use in (read_secret, must_be_private):
            with pytest.raises(Unsafe, match=f"chmod 600 {path}"):
                use(path)


def test_a_link_to_a_secret_is_as_good_as_the_secret(tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(secret(tmp_path, b"secret\nand nothing more\n"))
    must_be_private(link)
    assert read_secret(link) == "secret"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("missing", "missing cannot be read: No such file or directory"),
        ("dangling", "dangling cannot be read: No such file or directory"),
        ("circular", "circular cannot be read: Too many levels of symbolic links"),
        ("folder", "folder cannot be read: Is a directory"),
        ("bytes", "bytes cannot be read: it is no text"),
    ],
)
def test_a_secret_that_cannot_be_read_says_why(tmp_path: Path, name: str, words: str) -> None:
    (tmp_path / "dangling").symlink_to(tmp_path / "missing")
    (tmp_path / "circular").symlink_to(tmp_path / "circular")
    (tmp_path / "folder").mkdir(mode=0o700)
    secret(tmp_path, b"\xff\xfe").rename(tmp_path / "bytes")
    with pytest.raises(Unsafe, match=words):
        from_environment({"MANDATES_DATABASE_URL_FILE": str(tmp_path / name)})


def test_two_addresses_of_one_database_are_one_too_many(tmp_path: Path) -> None:
    file = secret(tmp_path, WITH_PASSWORD.encode())
    with pytest.raises(Unsafe, match="both set"):
        from_environment(ADDRESS | {"MANDATES_DATABASE_URL_FILE": str(file)})


@pytest.mark.parametrize(
    "address",
    [
        f"mysql://registry:{PASSWORD}@database/registry",
        f"postgresql://registry:{PASSWORD}/@database/registry",
        f"postgresql://registry:[{PASSWORD}@database/registry",
        f"postgresql://registry@database:{PASSWORD}/registry",
        PASSWORD,
    ],
)
def test_an_address_that_cannot_be_read_is_not_repeated(tmp_path: Path, address: str) -> None:
    file = secret(tmp_path, address.encode())
    for settings in ({"MANDATES_DATABASE_URL": address}, {"MANDATES_DATABASE_URL_FILE": str(file)}):
        with pytest.raises(Unsafe, match="the address of the database") as caught:
            from_environment(settings)
        assert PASSWORD not in f"{caught.value}{caught.value.__cause__}"


def test_nothing_that_is_shown_of_the_service_shows_a_secret(tmp_path: Path) -> None:
    settings = Settings(WITH_PASSWORD.replace("postgresql", "postgresql+psycopg"))
    installation = bootstrap.build(Settings(sqlite.database(tmp_path)))
    key = create(COMMAND_LINE, installation, Role.ADMINISTRATOR, None, "a test")
    caller = authenticate(installation, key)
    installation.close()
    for shown in (settings, installation, caller):
        assert key not in repr(shown)
        assert PASSWORD not in repr(shown)
        assert str(tmp_path) not in repr(settings)


def test_earlier_addresses_are_read_and_held_to_what_the_public_one_is() -> None:
    names = {"MANDATES_EARLIER_URLS": "https://old.example  https://older.example"}
    found = from_environment(ADDRESS | names)
    assert found.earlier_urls == ("https://old.example", "https://older.example")
    assert from_environment(ADDRESS).earlier_urls == ()
    for wrong in (
        "http://old.example",
        "https://old.example/path",
        "old.example",
        "https://a.example,https://b.example",
    ):
        with pytest.raises(Unsafe, match="MANDATES_EARLIER_URLS names"):
            from_environment(ADDRESS | {"MANDATES_EARLIER_URLS": wrong})
