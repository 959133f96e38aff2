"""Questions of every shape, asked at one moment, and all that is kept and told of them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import time_machine
from flask import Flask
from sqlalchemy import insert, select

from mandate_registry.compression import packed, unpacked
from mandate_registry.rules.facts import EVERY_TYPE, Agreement
from mandate_registry.services.callers import COMMAND_LINE
from mandate_registry.services.changesets.entry_changes import Draft, create
from mandate_registry.services.installation import Installation
from mandate_registry.services.permissions import Role
from models import checks, receipts, registers
from tests.api.callers import caller
from tests.api.client import Api
from tests.api.demo_questions import STORY, TOO_MUCH
from tests.support.demo import DUINRAND, WIERDENLAND
from tests.support.receipts import claims_of
from tests.support.templates import BOTH_SAMPLES, Template, opened

MOMENT = datetime(2026, 9, 15, 12, 30, tzinfo=UTC)
FILE = Path(__file__).parent / "formats.json"
FULL: dict[str, Any] = {
    "employees": [{"number": "W-012"}, {"name": "Roos Brinkhof"}, {"number": "D-1", "organisation": DUINRAND}],
    "counterparty": {"name": "Bas Terpstra"},
    "unit": "samenwerking",
    "about": {"number": "W-010"},
    "confirmedConditions": "all",
    "primaryDecisionBy": [{"name": "Otto Rijkens"}, {"number": "W-009"}],
    "knownAt": "2026-09-15T12:30:00Z",
    "receipt": True,
}
CONDITION: dict[str, Any] = {
    "organisation": WIERDENLAND,
    "employees": [{"number": "W-012"}],
    "decisionType": "cooperation.decide",
}
CONDITION |= {"amount": {"value": "40000"}, "case": "RS-2026-033"}
TOGETHER: dict[str, Any] = STORY | {
    "employees": [{"number": "W-006"}],
    "decisionType": "finance.guarantee",
    "amount": {"value": "9.50"},
}
BY_HR: dict[str, dict[str, Any]] = {
    "a yes of its own organisation, signed": STORY | {"receipt": True},
    "what would make it a yes": TOO_MUCH,
    "everything that can be asked": STORY | FULL,
    "one of two who act together": TOGETHER,
    "a condition to be confirmed": CONDITION,
    "a condition that was confirmed": CONDITION | {"confirmedConditions": ["693d407eeebf4abb"], "receipt": True},
    "as it was known before": STORY | {"at": "2026-01-01T12:00:00+01:00", "knownAt": "2026-02-01T12:00:00+01:00"},
    "an unknown type, without an amount": STORY | {"decisionType": "no.such-type", "amount": None},
}
BY_PARTNER: dict[str, dict[str, Any]] = {
    "a partner's yes, by name": STORY | {"employees": [{"name": "Imke Ravenstein"}], "at": None},
    "a partner's no": TOO_MUCH | {"receipt": False},
    "a partner's question about nobody": STORY | {"employees": [{"name": "Niemand Nergens"}]},
    "what would have been told then": STORY | {"at": "2026-02-01T12:00:00+01:00"},
}
SEARCHES: dict[str, dict[str, Any]] = {
    "what may they": {"organisation": WIERDENLAND, "employees": [{"number": "W-012"}], "case": "RS-2026-014"},
    "who may": {"organisation": WIERDENLAND, "decisionType": "cooperation.decide", "amount": {"value": "80000.5"}},
}


@dataclass(frozen=True, slots=True)
class Callers:
    """Who asks: the keeper of a register, its partner, and an employee of it."""

    hr: Api
    partner: Api
    holder: Api

    @classmethod
    def of(cls, app: Flask) -> Callers:
        return cls(
            caller(app, Role.HR, WIERDENLAND),
            caller(app, Role.PARTNER, DUINRAND),
            caller(app, Role.HOLDER, WIERDENLAND, "W-012"),
        )


def _agree(url: str) -> None:
    with time_machine.travel(MOMENT, tick=False), opened(url) as installation:
        for asked, partner in ((WIERDENLAND, DUINRAND), (DUINRAND, WIERDENLAND)):
            agreement = Agreement(number=f"A-{partner}", partner=partner, decision_types=(EVERY_TYPE,))
            create(COMMAND_LINE, installation, "agreements", Draft(asked, agreement))


AGREED = Template("agreed-in-september", _agree, BOTH_SAMPLES)
"""Both sample registers, each with an agreement that was made at MOMENT."""


@contextmanager
def at_the_moment() -> Iterator[None]:
    with time_machine.travel(MOMENT, tick=False):
        yield


def ask_everything(callers: Callers) -> dict[str, Any]:
    """Ask all of it; returns what was answered, by name."""
    hr, partner, holder = callers.hr, callers.partner, callers.holder
    found = {name: hr.post("/checks", body).json for name, body in BY_HR.items()}
    found["by id"] = partner.post(
        "/checks", STORY | {"employees": [{"id": _id_of(hr, "W-012")}], "receipt": False}
    ).json
    card = {"organisation": WIERDENLAND, "decisionTypes": ["cooperation.conclude"], "minutes": 30}
    code = holder.post("/cards", card | {"name": "full"}, 201).json["code"]
    found["by the code of a card"] = partner.post("/checks", STORY | {"employees": [{"code": code}], "at": None}).json
    found |= {name: partner.post("/checks", body).json for name, body in BY_PARTNER.items()}
    found["two at once"] = partner.post("/checks/_batch", {"checks": [STORY, TOO_MUCH | {"receipt": False}]}).json
    seats = [{"number": number, "organisation": WIERDENLAND} for number in ("W-012", "W-014")]
    table = {"employees": seats, "decisionTypes": ["cooperation.conclude"], "purpose": "x", "receipt": False}
    found["a table"] = partner.post("/checks/_table", table).json
    found |= {name: hr.post("/authorities/_search", body).json for name, body in SEARCHES.items()}
    found["a search without an agreement"] = partner.post(
        "/authorities/_search", SEARCHES["who may"] | {"purpose": "x"}, 403
    ).json
    return found


def told_in(answered: dict[str, Any]) -> list[dict[str, Any]]:
    """Return what was told of each question that was answered, in the order in which they were asked."""
    found: list[dict[str, Any]] = []
    for one in answered.values():
        found += [one] if "decision" in one else one.get("items", [])
    tables = [[*one["alone"], one["together"]] if "alone" in one else [one] for one in found]
    return [one for table in tables for one in table if "decision" in one]


def _id_of(hr: Api, number: str) -> str:
    return str(hr.post("/employees/_search", {"organisation": WIERDENLAND, "number": number}).json["items"][0]["id"])


def kept_rows(installation: Installation) -> list[dict[str, Any]]:
    """Return every question that is kept, in texts: with its receipt, and the OIN of the organisation asked."""
    query = select(checks, registers.c.oin, receipts.c.receipt).join(registers, registers.c.id == checks.c.register_id)
    with installation.reading() as connection:
        found = connection.execute(query.outerjoin(receipts).order_by(checks.c.row)).mappings().all()
    return [{name: _text(name, value) for name, value in row.items() if name != "row"} for row in found]


def _text(name: str, value: Any) -> Any:
    if name == "answer":
        return value and json.loads(unpacked(value))
    if name == "question":
        return json.loads(value)
    return value if value is None or isinstance(value, int) else str(value)


def keep_rows(installation: Installation, rows: list[dict[str, Any]]) -> None:
    """Put rows into the database as they were kept; of another installation, whose registers have other numbers."""
    with installation.writing() as connection:
        ids = {row.oin: row.id for row in connection.execute(select(registers.c.oin, registers.c.id))}
        for row in rows:
            values = {name: value for name, value in row.items() if name not in ("oin", "receipt")}
            values |= {
                "id": UUID(row["id"]),
                "register_id": ids[row["oin"]],
                "question": json.dumps(row["question"]),
                "answer": row["answer"] and packed(json.dumps(row["answer"])),
                "recorded_at": datetime.fromisoformat(row["recorded_at"]),
            }
            connection.execute(insert(checks).values(values))


def read_back(callers: Callers, rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Read what is kept, in every way in which it is read."""
    told = [callers.hr.get(f"/checks/{row['id']}").json for row in rows if row["answer"]]
    listed = callers.hr.get(f"/checks?limit=100&organisation={WIERDENLAND}").json["items"]
    own = callers.holder.get("/checks?limit=100").json["items"]
    log = callers.hr.get(f"/decision-log?organisation={WIERDENLAND}&limit=100").json["items"]
    return {"told": told, "listed": listed, "own": own, "log": log}


def claimed(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return what the receipts claim, without the state of the log and the second of signing."""
    return [claims_of(row["receipt"]) | {"log": None} for row in rows if row["receipt"]]


def with_stated(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return rows with what their questions state: null is nothing, but for conditions, where it is all of them."""
    return [row | {"question": _stated(row["question"])} for row in rows]


def _stated(question: dict[str, Any]) -> dict[str, Any]:
    every = {"confirmed_conditions": "all"} if question.get("confirmed_conditions", ()) is None else {}
    said = {name: _of_ref(value) for name, value in question.items()} | every
    return {name: value for name, value in said.items() if value is not None and value not in ([], {})}


def _of_ref(value: Any) -> Any:
    if isinstance(value, list):
        return [_of_ref(one) for one in value]
    return {name: item for name, item in value.items() if item is not None} if isinstance(value, dict) else value


def nameless(value: Any) -> Any:
    """Write ids by their order, and leave out what may differ: codes, digests, receipts, traces, wording."""
    text = json.dumps(value, sort_keys=True, ensure_ascii=False)
    for pattern, other in _RANDOM:
        text = re.sub(pattern, other, text)
    order: dict[str, str] = {}
    return json.loads(re.sub(_UUID, lambda found: order.setdefault(found[0], f"#{len(order)}"), text))


_UUID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_RANDOM = (
    (r'("code": "[a-z_]+", "mandate": (?:null|"[^"]*"), "text": )"(?:[^"\\]|\\.)*"', r'\1"…"'),
    (r"[0-9A-Z]{4}-…", "CODE-…"),
    (r'"codeDigest": "[^"]*"', '"codeDigest": "…"'),
    (r'"receipt": "[^"]*"', '"receipt": "…"'),
    (r'_id": "[0-9a-f]{16,32}"', '_id": "…"'),
    (r'"traceId": "[0-9a-f]{32}"', '"traceId": "…"'),
    (r"key [0-9a-f]{6,}[^\"]*", "key …"),
    (r'"release": "[^"]*"', '"release": "…"'),
    (r'"mandate-registry": "[^"]*"', '"mandate-registry": "…"'),
)
