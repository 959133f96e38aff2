"""Saving what calls asked and were told: one commit for all that wait at that moment."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from time import sleep
from uuid import UUID

from sqlalchemy import Connection

from mandate_registry.errors import Unauthenticated
from mandate_registry.services.checks.call_limits import LARGE_CALL, consume_storage
from mandate_registry.services.checks.check_records import CheckRecord, refusal_of
from mandate_registry.services.checks.check_rows import CheckRows, insert_rows, rows_of
from mandate_registry.services.checks.check_session import CheckSession
from mandate_registry.services.checks.enumeration_guard import over_budget
from mandate_registry.services.checks.newest_versions import are_newest
from mandate_registry.services.checks.presented_cards import count_shown
from mandate_registry.services.checks.receipt_issuance import save_receipts, sign_and_save, sign_before, with_receipts
from mandate_registry.services.checks.retention import forget_if_due
from mandate_registry.services.installation import Installation, now
from mandate_registry.services.recalled_callers import good_among, not_valid

PIECE, PAUSE = 25, 0.02
"""How many questions of a large call are saved in one commit, and for how many seconds others come first after it."""


@dataclass(slots=True, eq=False)
class AnsweredCall:
    """What one caller asked and is to be told, until it is saved.

    Then `saved` has the records with their receipts; None when a register has changed, so that all must be asked again.
    `refused` has the question with which a partner tried too much, `unknown` is why the caller is nobody any more:
    then nothing of the call is saved.
    """

    session: CheckSession
    records: Sequence[CheckRecord]
    rows: CheckRows
    saved: list[CheckRecord] | None = None
    refused: list[CheckRecord] = field(default_factory=list)
    unknown: Unauthenticated | None = None


def save(session: CheckSession, records: Sequence[CheckRecord]) -> list[CheckRecord] | None:
    """Save what was asked and told, and return it with its receipts; None when all must be asked again.

    That is so, and nothing is saved, when a change was recorded meanwhile that should be known. Unauthenticated when
    the caller was found in memory, and its key is good no more. Unavailable when there is no key to sign a receipt
    with. TooMany when too much is saved of an organisation's questions to others, or a partner tries too much; that is
    saved.

    All that wait at the same moment are saved in one commit (`GroupCommit`). With it, the cards that were shown are
    counted, and what has been kept for long enough is deleted. A large call is saved in pieces.
    """
    installation, rows = session.installation, rows_of(session, records)
    consume_storage(session.caller, installation, [one.request for one in records], rows.size(records))
    call = AnsweredCall(session, records, rows)
    if len(records) > LARGE_CALL:
        _save_in_pieces(call)
    elif installation.is_in_one_write:
        save_together(installation, [call])
    else:
        installation.answered.run(call, partial(save_together, installation))
    if call.unknown:
        raise call.unknown
    if call.refused:
        save_refusals(session, call.refused)
        raise refusal_of(one.refusal for one in call.refused if one.refusal)
    return call.saved


def save_together(installation: Installation, calls: Sequence[AnsweredCall]) -> None:
    """Save several calls in one commit, all that may be saved or none; it says of each what came of it.

    A change is recorded at a moment and seen a little later, when it is committed: an answer given in between would
    not be the answer for its own moment ever after.
    """
    _count_what_is_tried(installation, calls)
    allowed = [call for call in calls if not call.refused]
    with installation.writing() as connection:
        _refuse_unknown(connection, allowed)
        current = are_newest(connection, [call for call in allowed if not call.unknown])
        saved = _insert(connection, installation, current)
    for call, records in zip(current, saved, strict=True):
        call.saved = records


def _count_what_is_tried(installation: Installation, calls: Sequence[AnsweredCall]) -> None:
    refused = over_budget(installation, [(call.session.caller, call.records) for call in calls])
    for call, too_much in zip(calls, refused, strict=True):
        call.refused = too_much


def _refuse_unknown(connection: Connection, calls: Sequence[AnsweredCall]) -> None:
    """Refuse those whose callers were found in memory, and have no good key any more."""
    recalled = {call.session.caller.recalled for call in calls if call.session.caller.recalled}
    lost = recalled - good_among(connection, recalled, now())
    for call in calls:
        if call.session.caller.recalled in lost:
            call.unknown = not_valid()


def _insert(
    connection: Connection, installation: Installation, calls: Sequence[AnsweredCall]
) -> list[list[CheckRecord]]:
    """Insert calls, and return the records of each, with their receipts."""
    if not calls:
        return []
    insert_rows(connection, [call.rows for call in calls])
    _count_and_forget(connection, installation, calls)
    return sign_and_save(connection, [(call.session, call.records) for call in calls])


def _save_in_pieces(call: AnsweredCall) -> None:
    """Save a large call in pieces, each in a commit, so that nobody waits long.

    After the first, a change of the register is recorded at a later moment than these questions: the others need not be
    held against it. Questions to several registers are one piece, for each needs a first. Where a piece cannot be saved
    (Unavailable), those before it were, and nothing is told. All are signed before, of one state of the log.
    """
    session, records, rows = call.session, call.records, call.rows
    installation = session.installation
    _count_what_is_tried(installation, [call])
    if call.refused:
        return
    several = len({row["register_id"] for row in rows.questions}) > 1
    signed = {one.check: one for one in sign_before(session, records)}
    for start in range(0, len(records), len(records) if several else PIECE):
        part = rows.part(start, len(records) if several else start + PIECE)
        with installation.writing() as connection:
            if start == 0:
                _refuse_unknown(connection, [call])
                if call.unknown or not are_newest(connection, [call]):
                    return
                _count_and_forget(connection, installation, [call])
            insert_rows(connection, [part])
            save_receipts(connection, [signed[row["id"]] for row in part.questions if row["id"] in signed])
        sleep(PAUSE)
    call.saved = with_receipts(records, signed.values())


def _count_and_forget(connection: Connection, installation: Installation, calls: Sequence[AnsweredCall]) -> None:
    moment = max(call.session.moment for call in calls)
    shown = [card for call in calls for card in set(_shown(call.records))]
    count_shown(connection, shown, moment)
    forget_if_due(connection, installation, moment)


def _shown(records: Sequence[CheckRecord]) -> Iterable[UUID]:
    """Return the cards that are shown with these questions; one that was shown before is not again."""
    named = (ref for one in records for ref in one.request.employees)
    return (ref.card for ref in named if ref.card and not (ref.code and ref.code.at))


def save_refusals(session: CheckSession, refused: Sequence[CheckRecord]) -> None:
    """Save refused questions: nothing was disclosed that a concurrent change could make untrue.

    It stays also when the request as a whole is undone.
    """
    rows = rows_of(session, refused)
    consume_storage(session.caller, session.installation, [one.request for one in refused], rows.size(refused))

    def do() -> None:
        with session.installation.writing() as connection:
            insert_rows(connection, [rows])

    session.installation.apart(do)
