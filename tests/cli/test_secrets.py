"""What is secret comes out nowhere: the service is run with secrets wherever one could stand, and made to fail."""

from __future__ import annotations

import io
import json
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from sqlalchemy import create_engine, inspect, select, table, text

from mandate_registry import bootstrap
from mandate_registry.register_folder.reader import read_register
from mandate_registry.services.callers import COMMAND_LINE
from mandate_registry.services.identity import api_keys
from mandate_registry.services.permissions import Role
from mandate_registry.services.transfer.register_import import import_register
from tests.cli.service_process import serving
from tests.cli.support import DATA, loaded, run_process
from tests.support.days import today
from tests.support.demo import WIERDENLAND
from tests.support.settings import environment_of, settings_of
from tests.support.waiting import PATIENCE

PASSWORD = "kanarie-wachtwoord-9d41"  # noqa: S105 - an invented one, to be looked for
GARBAGE = "mr_kanarie-onzin-77c2"
PERSON = "Kanarie van den Berg"
EMAIL = "kanarie.vandenberg@voorbeeld.example"


class Served:
    """A service in a process of its own, and all that came out of it."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.heard: list[bytes] = []
        self.statuses: set[int] = set()

    def send(self, method: str, path: str, body: Any = None, **headers: str) -> bytes:
        content = json.dumps(body).encode() if isinstance(body, dict) else body
        headers = {"Content-Type": "application/json"} | {name.replace("_", "-"): is_ for name, is_ in headers.items()}
        connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        connection.request(method, path, content, headers)
        response = connection.getresponse()
        data = response.read()
        connection.close()
        self.heard += [data, str(response.getheaders()).encode()]
        self.statuses.add(response.status)
        return data


@contextmanager
def listening(folder: Path, **settings: str) -> Iterator[Served]:
    """Run `serve`; what it prints, and what it writes on standard error, is heard at the end."""
    with (
        (folder / "out").open("wb") as out,
        (folder / "err").open("wb") as err,
        serving(settings=settings, stdout=out, stderr=err) as port,
    ):
        served = Served(port)
        served.send("GET", "/readyz")
        yield served
    served.heard += [(folder / name).read_bytes() for name in ("out", "err")]


@pytest.fixture
def address(database: str) -> str:
    """Return the address of a database with a register, and a password in it where it takes one."""
    if database.startswith("sqlite"):
        Path(database.removeprefix("sqlite:///")).chmod(0o600)
    address = database.replace("postgres@", f"postgres:{PASSWORD}@")
    installation = bootstrap.build(settings_of(address))
    import_register(COMMAND_LINE, installation, read_register(DATA / "sample/wierdenland"))
    installation.close()
    return address


def made_keys(address: str) -> dict[Role, str]:
    installation = bootstrap.build(settings_of(address))
    made = {
        role: api_keys.create(COMMAND_LINE, installation, role, home, "a test", "W-012")
        for role, home in ((Role.ADMINISTRATOR, None), (Role.HR, WIERDENLAND), (Role.PARTNER, WIERDENLAND))
    }
    installation.close()
    return made


def test_no_secret_comes_out_of_the_service(address: str, tmp_path: Path) -> None:
    made = made_keys(address)
    file = tmp_path / "address"
    file.write_text(address, encoding="utf-8")
    file.chmod(0o600)
    keys_that_sign = environment_of(address)["MANDATES_SIGNING_KEYS"]
    with listening(tmp_path, MANDATES_DATABASE_URL_FILE=str(file), MANDATES_SIGNING_KEYS=keys_that_sign) as served:
        exported = _succeed(served, made)
        _be_refused(served, made)
        kept = dump(address)
        _break(address)
        _fail(served, made)
    assert served.statuses >= {200, 201, 400, 401, 403, 404, 405, 415}
    assert served.statuses & {500, 503}
    secrets = [PASSWORD, GARBAGE, *made.values()]
    assert leaks(secrets, [*served.heard, *exported, kept]) == []
    assert leaks([PERSON, EMAIL], served.heard[-2:]) == []


def leaks(secrets: list[str], places: list[bytes]) -> list[str]:
    return [secret for secret in secrets if any(secret.encode() in place for place in places)]


def _succeed(served: Served, made: dict[Role, str]) -> list[bytes]:
    """Keep personal data, ask about it, and return the exports, unpacked."""
    hr = {"Authorization": f"Bearer {made[Role.HR]}"}
    employee = {
        "organisation": WIERDENLAND,
        "number": "W-999",
        "name": PERSON,
        "email": EMAIL,
        "employedFrom": str(today()),
    }
    served.send("POST", "/v1/employees", employee, **hr, Idempotency_Key="once")
    served.send("POST", "/v1/employees/_search", {"organisation": WIERDENLAND, "name": PERSON}, **hr)
    question = {"organisation": WIERDENLAND, "employees": [{"name": PERSON}], "decisionType": "road.temporary"}
    served.send("POST", "/v1/checks", question, **hr)
    exports = [served.send("GET", f"/v1/exports/register.{form}", **hr) for form in ("zip", "xlsx")]
    archives = [ZipFile(io.BytesIO(export)) for export in exports]
    return [archive.read(name) for archive in archives for name in archive.namelist()]


def _be_refused(served: Served, made: dict[Role, str]) -> None:
    """Send secrets in wrong places, and personal data in requests that are refused."""
    key, partner = made[Role.HR], made[Role.PARTNER]
    hr = {"Authorization": f"Bearer {key}"}
    unit = {"organisation": WIERDENLAND, "code": "x", "name": "X"}
    for scheme in (f"Bearer {GARBAGE}", f"Basic {key}", key, f"Bearer {key}x", f"Bearer {key} {key}", f"Token {key}"):
        served.send("GET", "/v1/units", Authorization=scheme)
    served.send("GET", "/v1/units", X_Api_Key=key, Cookie=f"session={key}", Referer=f"https://x.example/?key={key}")
    served.send("GET", f"/v1/units?organisation={GARBAGE}", **hr)
    served.send("GET", f"/v1/employees?access_token={key}", **hr)
    served.send("GET", f"/v1/employees?name={PERSON.replace(' ', '+')}", **hr)
    served.send("GET", f"/v1/employees/{key}", **hr)
    served.send("GET", f"/v1/{PERSON.replace(' ', '+')}", **hr)
    served.send("POST", "/v1/units", unit | {"authorization": f"Bearer {key}", "email": EMAIL}, **hr)
    served.send("POST", "/v1/units", f'{{"name": "{PERSON}", "{key}'.encode(), **hr)
    served.send("POST", "/v1/units", unit, Authorization=f"Bearer {partner}")
    served.send("DELETE", "/v1/employees", {"name": PERSON, "key": key}, **hr)
    served.send("POST", "/v1/units", f"name={PERSON}&key={key}".encode(), **hr | {"Content_Type": "text/plain"})


def _break(address: str) -> None:
    """Rename a table that the service needs."""
    engine = create_engine(address)
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE employees RENAME TO gone"))
    engine.dispose()


def _fail(served: Served, made: dict[Role, str]) -> None:
    hr = {"Authorization": f"Bearer {made[Role.HR]}"}
    served.send("POST", "/v1/employees/_search", {"organisation": WIERDENLAND, "name": PERSON}, **hr)
    served.send("POST", "/v1/employees", {"organisation": WIERDENLAND, "number": "W-998", "name": PERSON}, **hr)


def dump(address: str) -> bytes:
    """Return all that every table holds, as text."""
    engine = create_engine(address)
    with engine.connect() as connection:
        names = inspect(connection).get_table_names()
        rows = [connection.execute(select(text("*")).select_from(table(name))).all() for name in names]
    engine.dispose()
    assert PERSON in repr(rows)
    return repr(rows).encode()


def test_a_database_that_cannot_be_reached_does_not_tell_its_password(tmp_path: Path) -> None:
    file = tmp_path / "address"
    file.write_text(f"postgresql://registry:{PASSWORD}@127.0.0.1:1/registry\n", encoding="utf-8")
    file.chmod(0o600)
    done = run_process("key", "list", MANDATES_DATABASE_URL_FILE=str(file))
    assert done.code != 0
    assert PASSWORD not in done.out + done.err


def test_what_the_command_line_makes_only_its_owner_reads(tmp_path: Path) -> None:
    data = tmp_path / "deep/var"
    assert run_process("import", DATA / "sample/duinrand", "--data", data).code == 0
    assert run_process("export", tmp_path / "register.zip", "--data", data).code == 0
    made = [tmp_path / "deep", data, tmp_path / "register.zip", *data.iterdir()]
    assert {path.name: stat.S_IMODE(path.stat().st_mode) & 0o077 for path in made} == {path.name: 0 for path in made}
    assert data / "register.sqlite" in made


def test_it_does_not_serve_a_database_that_others_can_read(tmp_path: Path) -> None:
    data = loaded(tmp_path / "var", "sample/duinrand")
    file = data / "register.sqlite"
    file.chmod(0o640)
    done = run_process("serve", "--data", data)
    assert (done.code, done.out) == (2, "")
    assert f"run chmod 600 {file}" in done.err


@pytest.mark.parametrize("mode", [0o640, 0o604])
def test_a_key_in_a_file_that_others_can_read_is_not_used(tmp_path: Path, mode: int) -> None:
    file = tmp_path / "key"
    file.write_text(GARBAGE, encoding="utf-8")
    file.chmod(mode)
    identity = "0b1e5c0e-6f3a-4a86-9f5e-0d7c5f3a2b11"
    done = run_process("changeset", "decide", "reject", identity, "--key-file", file, "--data", tmp_path / "var")
    assert (done.code, f"run chmod 600 {file}" in done.err, GARBAGE in done.err) == (2, True, False)
