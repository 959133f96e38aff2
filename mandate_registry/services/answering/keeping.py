"""Keeping every question with what was told, and reading an answer back."""

from __future__ import annotations

import json
import secrets
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, fields
from datetime import datetime
from time import sleep
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Connection, Row, bindparam, exists, insert, select

from mandate_registry.config import RELEASE
from mandate_registry.errors import NotFound
from mandate_registry.packing import packed, unpacked
from mandate_registry.rules.moments import is_forecast, rfc3339
from mandate_registry.services.answering.asked import Asked
from mandate_registry.services.answering.bounding import LARGE, spend_stored
from mandate_registry.services.answering.cards import count_shown
from mandate_registry.services.answering.disclosure import Told
from mandate_registry.services.answering.receipting import Telling, bearing, keep_receipts, signed_before, with_receipts
from mandate_registry.services.answering.retention import forget, is_kept
from mandate_registry.services.callers import Caller, Trace
from mandate_registry.services.installation import Installation, now
from mandate_registry.services.permissions import Right
from mandate_registry.services.registers.states import entry_of
from models import changes, check_subjects, checks, receipts, registers
from models.types import Instant

_TOLD = [field.name for field in fields(Told) if field.name != "receipt"]
ROW = 500
"""About how many bytes a question takes beside what it says, in its row and in the indexes."""
PIECE, PAUSE = 25, 0.02
"""How many questions of a large call are kept in one commit, and for how many seconds others come first after it."""
_KEEP = insert(checks)
_NAME = insert(check_subjects)
_LOCKED = (
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
_MISSED = select(
    exists(select(changes.c.version).where(_LATER)), entry_of(bindparam("register"), bindparam("seen")).label("state")
)


def keep(
    caller: Caller,
    installation: Installation,
    asked: Sequence[Asked],
    moment: datetime,
    seen: Mapping[str, Row[Any]],
) -> list[Asked] | None:
    """Keep what was asked and told, in one commit, and give it with its receipts.

    None, and nothing kept, when a change was recorded meanwhile that should be known. Unavailable when there is no key
    to sign a receipt with.

    A change is recorded at a moment and seen a little later, when it is committed: an answer given in between would
    not be the answer for its own moment ever after. `seen` has the registers that were looked at, by OIN.
    With what is kept, the cards that were shown are counted, and what has been kept for long enough is deleted. A large
    call is kept in pieces, as `_keep_many`.
    """
    rows, subjects = _rows(caller, asked, moment, seen)
    spend_stored(caller, installation, [one.request for one in asked], _size(rows, asked))
    telling = Telling(installation, caller, asked, moment, seen)
    if len(asked) > LARGE:
        return _keep_many(telling, rows, subjects)
    with installation.writing() as connection:
        if not _is_up_to_date(connection, moment, seen):
            return None
        _insert(connection, rows, subjects)
        _count_and_forget(connection, telling)
        return with_receipts(connection, telling)


def _keep_many(telling: Telling, rows: list[dict[str, Any]], subjects: list[dict[str, Any]]) -> list[Asked] | None:
    """Keep a large call in pieces, each in a commit, so that nobody waits long; None as `keep`.

    After the first, a change of the register is recorded at a later moment than these questions: the others need not be
    held against it. Questions to several registers are one piece, for each needs a first. Where a piece cannot be kept
    (Unavailable), those before it were, and nothing is told. All are signed before, of one state of the log.
    """
    several = len({row["register_id"] for row in rows}) > 1
    signed = {UUID(one.check): one for one in signed_before(telling)}
    for start in range(0, len(rows), len(rows) if several else PIECE):
        part = rows if several else rows[start : start + PIECE]
        ids = {row["id"] for row in part}
        with telling.installation.writing() as connection:
            if start == 0:
                if not _is_up_to_date(connection, telling.moment, telling.seen):
                    return None
                _count_and_forget(connection, telling)
            _insert(connection, part, [one for one in subjects if one["check_id"] in ids])
            keep_receipts(connection, [signed[one["id"]] for one in part if one["id"] in signed])
        sleep(PAUSE)
    return bearing(telling.asked, signed.values())


def _count_and_forget(connection: Connection, telling: Telling) -> None:
    count_shown(connection, _shown(telling.asked), telling.moment)
    forget(connection, telling.installation.settings, telling.moment)


def keep_refused(
    caller: Caller,
    installation: Installation,
    refused: Sequence[Asked],
    moment: datetime,
    seen: Mapping[str, Row[Any]],
) -> None:
    """Keep what was refused: nothing was told that a change in the meantime could make untrue.

    It stays also when the request as a whole is undone.
    """
    rows, subjects = _rows(caller, refused, moment, seen)
    spend_stored(caller, installation, [one.request for one in refused], _size(rows, refused))

    def do() -> None:
        with installation.writing() as connection:
            _insert(connection, rows, subjects)

    installation.apart(do)


def _size(rows: Sequence[Mapping[str, Any]], asked: Sequence[Asked]) -> int:
    """Return about how many bytes are to be kept: a receipt repeats question and answer, and is a third longer."""
    written = [sum(len(row[name] or "") for name in ("question", "answer", "purpose")) for row in rows]
    return sum(ROW + (size * 7 // 3 if one.receipted else size) for size, one in zip(written, asked, strict=True))


def _insert(connection: Connection, rows: list[dict[str, Any]], subjects: list[dict[str, Any]]) -> None:
    connection.execute(_KEEP, rows)
    if subjects:
        connection.execute(_NAME, subjects)


def _rows(
    caller: Caller, asked: Sequence[Asked], moment: datetime, seen: Mapping[str, Row[Any]]
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
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
        "recorded_at": moment,
    }
    places: Counter[str] = Counter()
    rows: list[dict[str, Any]] = []
    subjects: list[dict[str, Any]] = []
    for one in asked:
        identity = UUID(one.told.id) if one.told else uuid4()
        home = one.request.organisation
        rows.append(common | {"id": identity, "place": places[home]} | _row(one, seen[home]))
        places[home] += 1
        subjects += _named(identity, one)
    return rows, subjects


def _shown(asked: Sequence[Asked]) -> Iterable[UUID | None]:
    """Give the cards that are shown with these questions; one that was shown before is not again."""
    named = (ref for one in asked for ref in one.request.employees)
    return (ref.card for ref in named if not (ref.code and ref.code.at))


def _row(asked: Asked, register: Row[Any]) -> dict[str, Any]:
    told = asked.told and {field: getattr(asked.told, field) for field in _TOLD}
    return {
        "register_id": register.id,
        "register_version": register.version,
        "purpose": asked.request.purpose,
        "kind": asked.kind.value,
        "decision_type": asked.request.decision_type or None,
        "outcome": asked.outcome,
        "reason": asked.reason,
        "question": json.dumps(asdict(asked.request), ensure_ascii=False, default=_plain),
        "answer": told and packed(json.dumps(told, ensure_ascii=False)),
    }


def _plain(value: Any) -> Any:
    """Write what JSON does not know: moments, sets; amounts and ids as text."""
    if isinstance(value, datetime):
        return rfc3339(value)
    return sorted(value) if isinstance(value, frozenset) else str(value)


def _named(identity: UUID, asked: Asked) -> Iterable[dict[str, Any]]:
    """Name each subject once. Nobody is named as well, so that keeping a question takes the same work for everybody."""
    home = asked.request.organisation
    for subject in dict.fromkeys(asked.subjects):
        organisation, number = subject or (home, "")
        yield {"check_id": identity, "organisation": organisation, "number": number}


def _is_up_to_date(connection: Connection, moment: datetime, seen: Mapping[str, Row[Any]]) -> bool:
    """Tell whether no register that was looked at knew more at that moment; waits for a change being committed.

    The changes are asked for after the wait: the row that was waited for may still be read as it was before. What was
    seen of a register that was restored meanwhile is none of its versions.
    """
    connection.execute(_LOCKED, {"ids": [row.id for row in seen.values()]})
    for row in seen.values():
        values = {"register": row.id, "seen": row.version, "moment": moment}
        knew_more, state = connection.execute(_MISSED, values).one()
        if knew_more or state != row.state:
            return False
    return True


def read_check(caller: Caller, installation: Installation, identity: UUID) -> dict[str, Any]:
    """Give a check as it was told; NotFound to anyone but who asked and who reads the register asked about.

    What has been kept for long enough is not there any more.
    """
    with installation.reading() as connection:
        return told_in(find_check(caller, installation, connection, identity))


def find_check(caller: Caller, installation: Installation, connection: Connection, identity: UUID) -> Row[Any]:
    """Give the row of a check, with its register (`oin`) and its receipt; NotFound as `read_check`."""
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


def told_in(row: Row[Any]) -> dict[str, Any]:
    """Read what was told from the row of a check."""
    told: dict[str, Any] = json.loads(unpacked(row.answer))
    return told | {"receipt": row.receipt, "forecast": is_forecast(told["at"], told["known_at"])}


def read_receipt(caller: Caller, installation: Installation, identity: UUID) -> str:
    """Give the receipt of a check, to whom `read_check` gives the check; NotFound when there is none."""
    receipt: str | None = read_check(caller, installation, identity)["receipt"]
    if receipt is None:
        raise NotFound("There is no receipt of this check.")
    return receipt
