"""Keeping every question with what was told, and reading an answer back."""

from __future__ import annotations

import json
import secrets
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from time import sleep
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Connection, Row, bindparam, exists, insert, select

from mandate_registry.compression import packed, unpacked
from mandate_registry.config import RELEASE
from mandate_registry.errors import NotFound
from mandate_registry.rules.check_requests import request_to_plain
from mandate_registry.services.callers import Caller, Trace
from mandate_registry.services.checks.call_limits import LARGE_CALL, consume_storage
from mandate_registry.services.checks.check_records import CheckRecord
from mandate_registry.services.checks.check_result import CheckResult, result_from_plain, result_to_keep
from mandate_registry.services.checks.check_session import CheckSession
from mandate_registry.services.checks.presented_cards import count_shown
from mandate_registry.services.checks.receipt_issuance import save_receipts, sign_and_keep, sign_before, with_receipts
from mandate_registry.services.checks.retention import forget, is_kept
from mandate_registry.services.installation import Installation, now
from mandate_registry.services.permissions import Right
from mandate_registry.services.register.version_state import entry_of
from models import changes, check_subjects, checks, receipts, registers
from models.types import Instant

ROW = 500
"""About how many bytes a question takes beside what it says, in its row and in the indexes."""
PIECE, PAUSE = 25, 0.02
"""How many questions of a large call are kept in one commit, and for how many seconds others come first after it."""
_INSERT_CHECK = insert(checks)
_INSERT_SUBJECT = insert(check_subjects)
_SHARE_LOCK_REGISTERS = (
    select(registers.c.id)
    .where(registers.c.id.in_(bindparam("ids", expanding=True)))
    .order_by(registers.c.id)
    .with_for_update(read=True, key_share=True)
)
_LATER = (
    (changes.c.register_id == bindparam("register"))
    & (changes.c.version > bindparam("seen"))
    & (changes.c.recorded_at <= bindparam("moment", type_=Instant))
)
_NEWER_VERSION = select(
    exists(select(changes.c.version).where(_LATER)), entry_of(bindparam("register"), bindparam("seen")).label("state")
)


def save(session: CheckSession, records: Sequence[CheckRecord]) -> list[CheckRecord] | None:
    """Save what was asked and told, in one commit, and return it with its receipts.

    None, and nothing kept, when a change was recorded meanwhile that should be known. Unavailable when there is no key
    to sign a receipt with. TooMany when too much is kept of an organisation's questions to others.

    A change is recorded at a moment and seen a little later, when it is committed: an answer given in between would
    not be the answer for its own moment ever after. With what is kept, the cards that were shown are counted, and what
    has been kept for long enough is deleted. A large call is kept in pieces, as `_save_in_pieces`.
    """
    rows, subjects = _rows(session, records)
    consume_storage(session.caller, session.installation, [one.request for one in records], _size(rows, records))
    if len(records) > LARGE_CALL:
        return _save_in_pieces(session, records, rows, subjects)
    with session.installation.writing() as connection:
        if not _is_up_to_date(connection, session):
            return None
        _insert(connection, rows, subjects)
        _count_and_forget(connection, session, records)
        return sign_and_keep(connection, session, records)


def _save_in_pieces(
    session: CheckSession, records: Sequence[CheckRecord], rows: list[dict[str, Any]], subjects: list[dict[str, Any]]
) -> list[CheckRecord] | None:
    """Save a large call in pieces, each in a commit, so that nobody waits long; None as `save`.

    After the first, a change of the register is recorded at a later moment than these questions: the others need not be
    held against it. Questions to several registers are one piece, for each needs a first. Where a piece cannot be kept
    (Unavailable), those before it were, and nothing is told. All are signed before, of one state of the log.
    """
    several = len({row["register_id"] for row in rows}) > 1
    signed = {one.check: one for one in sign_before(session, records)}
    for start in range(0, len(rows), len(rows) if several else PIECE):
        part = rows if several else rows[start : start + PIECE]
        ids = {row["id"] for row in part}
        with session.installation.writing() as connection:
            if start == 0:
                if not _is_up_to_date(connection, session):
                    return None
                _count_and_forget(connection, session, records)
            _insert(connection, part, [one for one in subjects if one["check_id"] in ids])
            save_receipts(connection, [signed[one["id"]] for one in part if one["id"] in signed])
        sleep(PAUSE)
    return with_receipts(records, signed.values())


def _count_and_forget(connection: Connection, session: CheckSession, records: Sequence[CheckRecord]) -> None:
    count_shown(connection, _shown(records), session.moment)
    forget(connection, session.installation.settings, session.moment)


def save_refusals(session: CheckSession, refused: Sequence[CheckRecord]) -> None:
    """Save refused questions: nothing was disclosed that a concurrent change could make untrue.

    It stays also when the request as a whole is undone.
    """
    rows, subjects = _rows(session, refused)
    consume_storage(session.caller, session.installation, [one.request for one in refused], _size(rows, refused))

    def do() -> None:
        with session.installation.writing() as connection:
            _insert(connection, rows, subjects)

    session.installation.apart(do)


def _size(rows: Sequence[Mapping[str, Any]], records: Sequence[CheckRecord]) -> int:
    """Return about how many bytes are to be kept: a receipt repeats question and answer, and is a third longer."""
    written = [sum(len(row[name] or "") for name in ("question", "answer", "purpose")) for row in rows]
    return sum(ROW + (size * 7 // 3 if one.receipted else size) for size, one in zip(written, records, strict=True))


def _insert(connection: Connection, rows: list[dict[str, Any]], subjects: list[dict[str, Any]]) -> None:
    connection.execute(_INSERT_CHECK, rows)
    if subjects:
        connection.execute(_INSERT_SUBJECT, subjects)


def _rows(session: CheckSession, records: Sequence[CheckRecord]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return the rows of questions, and those of the employees whom they were about."""
    caller = session.caller
    trace = caller.trace or Trace(trace_id=secrets.token_hex(16), span_id=secrets.token_hex(8))
    common = {
        "asker": caller.organisation,
        "actor": caller.actor,
        "credential": caller.credential,
        "channel": caller.channel.value,
        "trace_id": trace.trace_id,
        "span_id": trace.span_id,
        "parent_span_id": trace.parent,
        "release": RELEASE,
        "recorded_at": session.moment,
    }
    places: Counter[str] = Counter()
    rows: list[dict[str, Any]] = []
    subjects: list[dict[str, Any]] = []
    for one in records:
        identity = one.result.id if one.result else uuid4()
        home = one.request.organisation
        rows.append(common | {"id": identity, "place": places[home]} | _row(one, session.seen[home]))
        places[home] += 1
        subjects += _named(identity, one)
    return rows, subjects


def _shown(records: Sequence[CheckRecord]) -> Iterable[UUID | None]:
    """Return the cards that are shown with these questions; one that was shown before is not again."""
    named = (ref for one in records for ref in one.request.employees)
    return (ref.card for ref in named if not (ref.code and ref.code.at))


def _row(record: CheckRecord, register: Row[Any]) -> dict[str, Any]:
    return {
        "register_id": register.id,
        "register_version": register.version,
        "purpose": record.request.purpose,
        "kind": record.kind.value,
        "decision_type": record.request.decision_type or None,
        "outcome": record.outcome,
        "reason": record.reason,
        "question": json.dumps(request_to_plain(record.request), ensure_ascii=False),
        "answer": record.result and packed(json.dumps(result_to_keep(record.result), ensure_ascii=False)),
    }


def _named(identity: UUID, record: CheckRecord) -> Iterable[dict[str, Any]]:
    """Name each subject once. Nobody is named as well, so that keeping a question takes the same work for everybody."""
    home = record.request.organisation
    for subject in dict.fromkeys(record.subjects):
        organisation, number = subject or (home, "")
        yield {"check_id": identity, "organisation": organisation, "number": number}


def _is_up_to_date(connection: Connection, session: CheckSession) -> bool:
    """Return True if no register that was looked at knew more at that moment; waits for a change being committed.

    The changes are asked for after the wait: the row that was waited for may still be read as it was before. What was
    seen of a register that was restored meanwhile is none of its versions.
    """
    connection.execute(_SHARE_LOCK_REGISTERS, {"ids": [row.id for row in session.seen.values()]})
    for row in session.seen.values():
        values = {"register": row.id, "seen": row.version, "moment": session.moment}
        knew_more, state = connection.execute(_NEWER_VERSION, values).one()
        if knew_more or state != row.state:
            return False
    return True


def read_check(caller: Caller, installation: Installation, identity: UUID) -> CheckResult:
    """Return a check as it was told; NotFound to anyone but who asked and who reads the register asked about.

    What has been kept for long enough is not there any more.
    """
    with installation.reading() as connection:
        return result_in(find_check(caller, installation, connection, identity))


def find_check(caller: Caller, installation: Installation, connection: Connection, identity: UUID) -> Row[Any]:
    """Return the row of a check, with its register (`oin`) and its receipt; NotFound as `read_check`."""
    wanted = (
        select(checks, registers.c.oin, receipts.c.receipt)
        .join(registers, registers.c.id == checks.c.register_id)
        .outerjoin(receipts, receipts.c.check_id == checks.c.id)
        .where(checks.c.id == identity, checks.c.answer.is_not(None), is_kept(installation.settings, now()))
    )
    row = connection.execute(wanted).one_or_none()
    if row is None or not (caller.may(Right.READ, row.oin) or row.credential == caller.credential):
        raise NotFound("There is no such check.")
    return row


def result_in(row: Row[Any]) -> CheckResult:
    """Read what was told from the row of a check."""
    return result_from_plain(json.loads(unpacked(row.answer)), row.receipt)


def read_receipt(caller: Caller, installation: Installation, identity: UUID) -> str:
    """Return the receipt of a check, to whom `read_check` gives the check; NotFound when there is none."""
    receipt = read_check(caller, installation, identity).receipt
    if receipt is None:
        raise NotFound("There is no receipt of this check.")
    return receipt
