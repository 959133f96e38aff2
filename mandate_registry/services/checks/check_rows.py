"""The rows in which a call is saved: each question with what was told, and the employees whom it was about."""

from __future__ import annotations

import json
import secrets
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Connection, Row, insert

from mandate_registry.compression import packed
from mandate_registry.config import RELEASE
from mandate_registry.rules.check_requests import request_to_plain
from mandate_registry.services.callers import Trace
from mandate_registry.services.checks.check_records import CheckRecord
from mandate_registry.services.checks.check_result import result_to_keep
from mandate_registry.services.checks.check_session import CheckSession
from models import check_subjects, checks

Values = dict[str, Any]

ROW = 500
"""About how many bytes a question takes beside what it says, in its row and in the indexes."""
_INSERT_CHECK = insert(checks)
_INSERT_SUBJECT = insert(check_subjects)


@dataclass(frozen=True, slots=True)
class CheckRows:
    """The rows of questions, in their order, and those of their subjects."""

    questions: Sequence[Values]
    subjects: Sequence[Values]

    def part(self, start: int, end: int) -> CheckRows:
        """Return the rows of the questions from one place up to another."""
        questions = self.questions[start:end]
        ids = {row["id"] for row in questions}
        return CheckRows(questions, [one for one in self.subjects if one["check_id"] in ids])

    def size(self, records: Sequence[CheckRecord]) -> int:
        """Return about how many bytes are saved: a receipt repeats question and answer, and is a third longer."""
        written = [sum(len(row[name] or "") for name in ("question", "answer", "purpose")) for row in self.questions]
        return sum(ROW + (size * 7 // 3 if one.receipted else size) for size, one in zip(written, records, strict=True))


def insert_rows(connection: Connection, calls: Iterable[CheckRows]) -> None:
    """Insert the rows of several calls, each table in one statement."""
    of_calls = list(calls)
    connection.execute(_INSERT_CHECK, [row for one in of_calls for row in one.questions])
    if subjects := [row for one in of_calls for row in one.subjects]:
        connection.execute(_INSERT_SUBJECT, subjects)


def rows_of(session: CheckSession, records: Sequence[CheckRecord]) -> CheckRows:
    """Make the rows of questions, and those of the employees whom they were about."""
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
    rows: list[Values] = []
    subjects: list[Values] = []
    for one in records:
        identity = one.result.id if one.result else uuid4()
        home = one.request.organisation
        rows.append(common | {"id": identity, "place": places[home]} | _row(one, session.seen[home]))
        places[home] += 1
        subjects += _named(identity, one)
    return CheckRows(rows, subjects)


def _row(record: CheckRecord, register: Row[Any]) -> Values:
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


def _named(identity: UUID, record: CheckRecord) -> Iterable[Values]:
    """Name each subject once. Nobody is named as well, so that saving a question takes the same work for everybody."""
    home = record.request.organisation
    for subject in dict.fromkeys(record.subjects):
        organisation, number = subject or (home, "")
        yield {"check_id": identity, "organisation": organisation, "number": number}
