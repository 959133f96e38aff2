"""Whatever the owner of the database does to a table that the log covers is found, and named."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, Table

from mandate_registry.compression import packed
from mandate_registry.log import row_verification
from mandate_registry.log.checkpoints import Checkpoint, read_checkpoint
from mandate_registry.log.log_differences import DifferenceKind, LogDifference
from mandate_registry.log.signed_notes import as_base64
from mandate_registry.log.verification import COVERED, ExternalEvidence, verify
from mandate_registry.services.callers import COMMAND_LINE
from mandate_registry.services.register.register_writer import open_register
from models import (
    TABLES,
    changes,
    checks,
    log_checkpoints,
    mandate_seats,
    metadata,
    receipts,
    signing_keys,
)
from models.session import make_engine, reading
from tests.services.attacks import (
    ALIKE,
    ROWS,
    SPARED,
    attacked,
    attacks_on,
    found,
    kind_of,
    owned,
    tried_on,
    uncommitted,
    unfound,
)
from tests.services.filled_tables import BEFORE, HERE, OUTSIDE, filled
from tests.services.table_owner import change, delete, rewrite, rows_of
from tests.support import postgres, sqlite

pytestmark = pytest.mark.slow
"""One worker fills the databases, and not each."""

UNCOVERED = {
    "api_keys": "who may call is a matter of today, not of what was recorded",
    "key_secrets": "see api_keys",
    "retention_terms": "finds the last entry about it; what counts is the entry",
    "replies": "what a repeated request is told again, for a week",
    "checks": "the receipt of an answer is in the log; who asked is a trace, which goes after its time",
    "check_subjects": "see checks",
    "credentials": "what one says was signed when it was issued, and whether it is still so the register says",
    "sessions": "who is signed in is a matter of today, see api_keys",
    "sign_ins": "see sessions, and for ten minutes",
    "uploads": "a file that waits says nothing yet: what is imported of it is covered",
    "jobs": "what is being found out about a file that waits, see uploads",
    "import_answers": "what is suggested for the next list decides nothing before somebody answers it himself",
    "looks": "up to where an approver has looked decides nothing",
    "readings": "how a file was read explains the plan that was made of it; the plan counts, and is covered",
    "wishes": "what an import was proposed from goes when it is decided; the plan that was made of it is covered",
    "cards": "a card lasts a day, and what it shows is what the register says at that second",
}
BY_ITSELF = {"row", "register_id", "known_from", "known_until", "sealed"}
"""What the digest of a row leaves out: a commitment says it by itself, or it is looked at when the row is erased."""
EACH_TABLE = pytest.mark.parametrize("table", COVERED, ids=[table.name for table in COVERED])


@pytest.fixture(scope="module")
def owner_of_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    """Yield the owner of the same database as `owner` on PostgreSQL."""
    with postgres.database() as url:
        yield from owned(url, tmp_path_factory.mktemp("owned"))


@pytest.fixture
def whole(request: pytest.FixtureRequest) -> bool:
    """Return whether all attacks are to be tried, and not only some of each kind."""
    return bool(request.config.getoption("--all", default=False))


def test_every_table_is_covered_by_the_log_or_left_out_for_a_reason() -> None:
    covered = {table.name for table in COVERED}
    assert covered | UNCOVERED.keys() == metadata.tables.keys()
    assert not covered & UNCOVERED.keys()


def test_what_nobody_touched_is_found_as_it_should_be(owner: Connection) -> None:
    assert found(owner) is None
    assert [table.name for table in COVERED if not rows_of(owner, table)] == []


@EACH_TABLE
def test_whatever_is_done_to_a_table_is_found_and_named(owner: Connection, table: Table, whole: bool) -> None:  # noqa: FBT001 - a fixture
    none_unfound(owner, table, tried_on(table, "sqlite", whole=whole))


@EACH_TABLE
def test_the_same_is_found_on_postgresql(owner_of_server: Connection, table: Table, whole: bool) -> None:  # noqa: FBT001 - see above
    none_unfound(owner_of_server, table, tried_on(table, "postgresql", whole=whole))


def none_unfound(connection: Connection, table: Table, attacks: Sequence[str]) -> None:
    listed = unfound(connection, table, attacks)
    if listed or not attacks:
        pytest.fail("\n".join([f"{len(listed)} of {len(attacks)} attacks:", *listed]), pytrace=False)


@pytest.mark.parametrize("dialect", ["sqlite", "postgresql"])
def test_every_kind_of_attack_and_every_type_of_column_is_tried(dialect: str) -> None:
    tried = {kind_of(table, how) for table in COVERED for how in tried_on(table, dialect, whole=False)}
    assert tried == {kind_of(table, how) for table in COVERED for how in attacks_on(table)}


def test_every_kind_of_attack_is_tried_on_every_table() -> None:
    for table in COVERED:
        done = set(tried_on(table, "sqlite", whole=False))
        assert {*ROWS} - done == {how for name, how in SPARED if name == table.name}
        assert done - {*ROWS}, table.name


def test_an_attack_that_a_verification_does_not_find_is_listed(
    owner: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(row_verification, "seats", lambda _: iter(()))
    attacks = tried_on(mandate_seats, "sqlite", whole=False)
    assert unfound(owner, mandate_seats, attacks) == [f"mandate_seats: {how}: not found" for how in attacks]


def test_the_digest_of_a_row_tells_of_every_column(owner: Connection) -> None:
    left_out = [(table.name, name) for table in (*ALIKE, changes) for name in uncommitted(owner, table)]
    assert [(table, name) for table, name in left_out if name not in BY_ITSELF] == []


@pytest.mark.parametrize(
    ("table", "how", "kind"),
    [
        ("log_entries", "delete", DifferenceKind.DELETED),
        ("log_entries", "truncate", DifferenceKind.TRUNCATED),
        ("log_entries", "insert", DifferenceKind.INSERTED),
        ("log_entries", "entry", DifferenceKind.CHANGED),
        ("log_subtrees", "swap", DifferenceKind.REORDERED),
        ("log_commitments", "swap", DifferenceKind.REORDERED),
        ("mandates", "max_amount", DifferenceKind.CHANGED),
        ("mandates", "swap", DifferenceKind.REORDERED),
        ("mandates", "delete", DifferenceKind.DELETED),
        ("mandates", "truncate", DifferenceKind.TRUNCATED),
        ("mandates", "insert", DifferenceKind.INSERTED),
        ("mandate_seats", "insert", DifferenceKind.INSERTED),
        ("changes", "truncate", DifferenceKind.TRUNCATED),
        ("planned_changes", "fact", DifferenceKind.CHANGED),
        ("planned_changes", "from_version", DifferenceKind.CHANGED),
        ("registers", "version", DifferenceKind.CHANGED),
    ],
)
def test_it_is_said_what_became_of_a_row(owner: Connection, table: str, how: str, kind: DifferenceKind) -> None:
    difference = attacked(owner, metadata.tables[table], how)
    assert difference is not None
    assert (difference.table, difference.kind) == (table, kind), difference


@pytest.mark.parametrize("spelling", ["2020-01-01T00:00:00", "2020-01-01 00:00:00", "2019-12-31 24:00:00.000000"])
def test_a_moment_written_in_another_way_is_found(owner: Connection, spelling: str) -> None:
    """As text it would be compared otherwise than as the moment that it is read as."""
    table = TABLES["mandates"]
    with owner.begin_nested() as attack:
        change(owner, table, "valid_from", rows_of(owner, table)[0], spelling)
        difference = found(owner)
        attack.rollback()
    assert difference is not None
    assert (difference.table, difference.kind) == ("mandates", DifferenceKind.CHANGED)


def test_a_key_with_something_added_to_it_is_found(owner: Connection) -> None:
    with owner.begin_nested() as attack:
        row = rows_of(owner, signing_keys)[0]
        added = json.dumps(json.loads(row["public_key"]) | {"exp": 1})
        change(owner, signing_keys, "public_key", row, added)
        difference = found(owner)
        attack.rollback()
    assert difference is not None
    assert difference.table == "signing_keys"


def test_a_receipt_may_go_when_its_time_has_come(owner: Connection) -> None:
    with owner.begin_nested() as attack:
        delete(owner, receipts, rows_of(owner, receipts)[0])
        later = ExternalEvidence(kept_since=BEFORE + timedelta(days=7))
        assert verify(owner, later).difference is None
        assert verify(owner, ExternalEvidence()).difference is not None
        attack.rollback()


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("answer", packed('{"outcome": "authorised"}')),
        ("answer", packed("no answer")),
        ("answer", b"not packed"),
        ("answer", packed("[]")),
        ("answer", None),
        ("outcome", "refused"),
    ],
)
def test_a_kept_answer_that_is_not_what_its_receipt_states_is_found(
    owner: Connection, column: str, value: str | bytes | None
) -> None:
    with owner.begin_nested() as attack:
        change(owner, checks, column, rows_of(owner, checks)[0], value)
        difference = found(owner)
        attack.rollback()
    assert difference is not None
    assert (difference.table, difference.kind) == ("checks", DifferenceKind.CHANGED)


def test_who_rewrites_everything_that_follows_is_found_by_a_checkpoint_kept_elsewhere_alone(owner: Connection) -> None:
    """Changing a mandate, and then all commitments, entries, hashes and the head, leaves no difference in itself."""
    table = TABLES["mandates"]
    saved = read_checkpoint(rows_of(owner, log_checkpoints)[-1]["note"])
    assert verify(owner, replace(OUTSIDE, checkpoints=[saved])).difference is None
    with owner.begin_nested() as attack:
        change(owner, table, "max_amount", rows_of(owner, table)[0], 100_000_000)
        rewrite(owner)
        assert found(owner) is None
        difference = verify(owner, replace(OUTSIDE, checkpoints=[saved])).difference
        attack.rollback()
    assert difference is not None
    assert difference.kind is DifferenceKind.REWRITTEN
    assert as_base64(saved.root) in difference.detail


def test_an_older_copy_of_the_database_is_found_by_a_checkpoint_kept_elsewhere(tmp_path: Path) -> None:
    url = sqlite.database(tmp_path)
    installation, older = filled(url, tmp_path), tmp_path / "older.db"
    with closing(sqlite3.connect(tmp_path / "register.sqlite")) as source, closing(sqlite3.connect(older)) as target:
        source.backup(target)
    with installation.writing() as connection:
        open_register(connection, HERE).record(COMMAND_LINE, "add nothing")
    with installation.writing() as connection:
        saved = read_checkpoint(installation.checkpoints.make(connection))
    assert _verified(url, saved) is None
    difference = _verified(sqlite.url(older), saved)
    assert difference is not None
    assert difference.kind is DifferenceKind.ROLLED_BACK
    assert f"rolled back behind checkpoint {saved.size}" in difference.detail
    installation.close()


def _verified(url: str, saved: Checkpoint) -> LogDifference | None:
    engine = make_engine(url)
    with reading(engine) as connection:
        difference = verify(connection, replace(OUTSIDE, checkpoints=[saved])).difference
    engine.dispose()
    return difference
