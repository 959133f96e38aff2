"""A town whose register has something of every kind, callers of every role in it and around it, and what they ask."""

from __future__ import annotations

import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Flask
from limits import parse
from werkzeug.test import TestResponse

from mandate_registry import bootstrap
from mandate_registry.contract_file import description
from mandate_registry.rules.facts import EVERY_TYPE, Agreement
from mandate_registry.services.callers import COMMAND_LINE
from mandate_registry.services.changesets.entry_changes import Draft, create
from mandate_registry.services.identity import api_keys
from mandate_registry.services.installation import Installation
from mandate_registry.services.permissions import Role
from tests.api.callers import add
from tests.api.client import Api, obeys
from tests.api.installations import application
from tests.api.mandate_events import Desk, add_small_register
from tests.api.recipes import CODE, FOLDER, RECEIPT, RECIPES
from tests.api.small_register import HERE, THERE, mandate, organisation
from tests.support import sqlite
from tests.support.days import today
from tests.support.settings import settings_of

ELSEWHERE = "00000009000000000004"
"""An organisation with which HERE has no agreement; THERE may ask and search about everything."""
ORGANISATIONS = (HERE, THERE, ELSEWHERE)
Who = tuple[Role, str | None]
"""A caller: his role, and the organisation within which it is."""
CALLERS: list[Who] = [
    (Role.ADMINISTRATOR, None),
    *((role, home) for role in Role if role is not Role.ADMINISTRATOR for home in ORGANISATIONS),
]
EMPLOYEE = "K-001"
"""As whom every holder calls, whatever his organisation."""
TRACES = re.compile(r'INSERT INTO "(checks|check_subjects|key_secrets|receipts|log_\w+)"')
"""A question is kept, a refused one too, and the log tells of receipts: that changes no register."""


@dataclass(frozen=True)
class Operation:
    """An operation of the contract: its name, where it is, its right and the statuses of its success."""

    name: str
    method: str
    path: str
    right: str | None
    is_public: bool
    statuses: frozenset[int]
    is_conditional: bool
    accepts: str | None
    """The schema of its body, where that is JSON."""


def _schema_of_body(operation: dict[str, Any]) -> str | None:
    content = operation.get("requestBody", {}).get("content", {}).get("application/json")
    return str(content["schema"]["$ref"]).rpartition("/")[2] if content else None


OPERATIONS = [
    Operation(
        name=operation["operationId"],
        method=method.upper(),
        path=path,
        right=operation.get("x-right"),
        is_public=operation.get("security") == [],
        statuses=frozenset(int(code) for code in operation["responses"] if code < "300"),
        is_conditional="428" in operation["responses"],
        accepts=_schema_of_body(operation),
    )
    for path, item in description()["paths"].items()
    for method, operation in item.items()
    if method != "parameters"
]
CLOSED = [operation for operation in OPERATIONS if not operation.is_public]


class Town:
    """The town in a file, served; `entries` gives ids by name, `keys` the key of each caller."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.file = folder / "register.sqlite"
        self.keys: dict[Who, str] = {}
        self.entries: dict[str, str] = {}
        self.tags: dict[str, str] = {}
        url = sqlite.database(folder)
        with _served(url) as app:
            self._populate(app)
        self.untouched = shutil.copy(self.file, folder / "untouched.db")

    @contextmanager
    def opened(self, copy: str = "") -> Iterator[Flask]:
        """Serve the town, or a copy of it as it was in the beginning."""
        if copy:
            shutil.copy(self.untouched, self.folder / copy)
        with _served(sqlite.url(self.folder / (copy or self.file.name))) as app:
            yield app

    def call(self, app: Flask, who: Who, operation: Operation, **otherwise: Any) -> TestResponse:
        """Send the request of an operation's recipe as a caller, and return the answer.

        `otherwise` replaces the `identity`, `body`, `query` or `headers` of the recipe.
        """
        recipe = RECIPES[operation.name]
        headers = {"Authorization": f"Bearer {self.keys[who]}"} | otherwise.get("headers", {})
        identity = otherwise.get("identity", self.entries.get(recipe.entry, ""))
        if operation.is_conditional:
            headers.setdefault("If-Match", self.tags[recipe.entry])
        body = otherwise.get("body", recipe.body)
        body = {"code": self.code} if body == CODE else body
        body = self.receipt_of_there if body == RECEIPT else body
        content = {"data": self.folder_of_here, "content_type": FOLDER} if body == FOLDER else {"json": body}
        response = Api(app).http.open(
            f"/v1{operation.path.replace('{id}', identity)}",
            method=operation.method,
            query_string=otherwise.get("query", recipe.query),
            headers=headers,
            **content if body is not None else {},
        )
        obeys(response)
        return response

    def contents(self, copy: str = "") -> list[str]:
        """Return all that the database holds, but for the questions that were asked, and when keys were used."""
        with closing(sqlite3.connect(self.folder / (copy or self.file.name))) as connection:
            return [line for line in connection.iterdump() if not TRACES.match(line)]

    def answers(self) -> int:
        """Count the questions that were answered."""
        with closing(sqlite3.connect(self.file)) as connection:
            (count,) = connection.execute("SELECT count(*) FROM checks WHERE outcome <> 'refused'").fetchone()
        return int(count)

    def _populate(self, app: Flask) -> None:
        installation: Installation = app.extensions["mandate_registry"]
        for role, home in CALLERS:
            person = EMPLOYEE if role is Role.HOLDER else f"{role} of {home}"
            if role is Role.HR:  # the first of its organisation
                self._as(app, (Role.ADMINISTRATOR, None)).post("/organisations", organisation(home or ""), 201)
            self.keys[role, home] = api_keys.create(COMMAND_LINE, installation, role, home, "a test", person)
        agreement = Agreement(number="A-1", partner=THERE, decision_types=(EVERY_TYPE,), lists=True)
        create(COMMAND_LINE, installation, "agreements", Draft(HERE, agreement))
        desk = Desk(app)
        add_small_register(desk.hr)
        self._add_entries(desk)
        self._add_mandates(desk)
        self._add_changesets(desk)
        self._find_entries(self._as(app, (Role.ADMINISTRATOR, None)))

    def _as(self, app: Flask, who: Who) -> Api:
        return Api(app, self.keys[who])

    def _add_entries(self, desk: Desk) -> None:
        absence = {"organisation": HERE, "employee": "K-002", "validFrom": "2026-08-03", "validUntil": "2026-08-21"}
        deputyship = {"organisation": HERE, "number": "P-1", "for": "position:inkoper", "deputy": "employee:K-002"}
        add(desk.hr, "/absences", absence)
        add(desk.hr, "/deputyships", deputyship)
        desk.hr.post("/expected-checks", RECIPES["createExpectedCheck"].body | {"name": "verwacht"}, 201)
        self.entries["granted"] = desk.grant("1", instructions="Eerst overleggen.")
        self.folder_of_here = desk.hr.get("/exports/register.zip").data
        self.entries["asked"] = "/checks/" + desk.ask(receipt=True)["id"]
        asked = self._as(desk.app, (Role.PARTNER, THERE)).post("/checks", RECIPES["check"].body)
        self.receipt_of_there = {"receipt": asked.json["receipt"]}
        self.code = desk.hr.post("/cards", RECIPES["createCard"].body, 201).json["code"]
        issued = desk.hr.post("/credentials", RECIPES["issueCredential"].body, 201)
        self.entries["credential"] = f"/credentials/{issued.json['id']}"
        self._add_neighbours(self._as(desk.app, (Role.HR, THERE)))

    def _add_neighbours(self, other: Api) -> None:
        """Fill the register THERE with the same codes as here, and an employee, a changeset and an instrument."""
        add_small_register(other, THERE)
        for name, path, fields in (
            ("employee there", "/employees", {"number": "D-001", "name": "Bram Kuiper"}),
            ("changeset there", "/changesets", {"title": "Mandaatbesluit Elders"}),
            ("instrument there", "/instruments", {"reference": "MB-THERE", "title": "Mandaatbesluit Elders"}),
        ):
            made = other.post(path, {"organisation": THERE} | fields, 201)
            self.entries[name] = f"{path}/{made.json['id']}"

    def _add_mandates(self, desk: Desk) -> None:
        self.entries["drafted"] = desk.draft("2", holder="employee:K-001")
        self.entries["submitted"] = desk.draft("3", holder="employee:K-001")
        desk.let(desk.hr, self.entries["submitted"], "submissions")
        self.entries["suspended"] = desk.grant("4", holder="employee:K-001")
        day = "2026-09-01T00:00:00+02:00"
        desk.let(desk.hr, self.entries["suspended"], "suspensions", reason="Onderzoek.", effectiveAt=day)
        self.entries["stopped"] = f"/employees/{desk.hr.get('/employees').json['items'][1]['id']}"
        past = {"effectiveAt": "2024-02-01T00:00:00+01:00", "until": "2024-02-02T00:00:00+01:00"}
        desk.let(desk.hr, self.entries["stopped"], "suspensions", reason="Onderzoek.", **past)
        self._add_somebody_who_gained(desk)
        self.entries["held elsewhere"] = desk.grant("5", holder=f"{THERE}/employee:D-001")

    def _add_somebody_who_gained(self, desk: Desk) -> None:
        """Have somebody appointed, which counts at once, and then stopped."""
        number = "K-008"
        made = desk.hr.post("/employees", {"organisation": HERE, "number": number, "name": "Noor Blok"}, 201)
        appointment = {"employee": number, "position": "inkoper", "validFrom": str(today())}
        desk.hr.post("/appointments", {"organisation": HERE} | appointment, 201)
        self.entries["stopped now"] = f"/employees/{made.json['id']}"
        desk.let(desk.hr, self.entries["stopped now"], "suspensions", reason="Onderzoek.")

    def _add_changesets(self, desk: Desk) -> None:
        for number, name in enumerate(("drafted", "submitted", "approved"), start=6):
            title = {"organisation": HERE, "title": "Mandaatbesluit 2026", "instrument": "MB-2026"}
            identity = desk.hr.post("/changesets", title, 201).json["id"]
            desk.hr.post("/mandates", mandate(str(number), changeset=identity, holder="employee:K-002"), 201)
            self.entries[f"{name} changeset"] = f"/changesets/{identity}"
        for name in ("submitted", "approved"):
            desk.let(desk.hr, self.entries[f"{name} changeset"], "submissions")
        desk.let(desk.approver, self.entries["approved changeset"], "approvals")
        told = desk.hr.send("POST", "/imports", 200, data=self.folder_of_here, content_type=FOLDER).json
        self.entries["proposed import"] = f"/changesets/{told['changeset']}"

    def _find_entries(self, admin: Api) -> None:
        """Note the id and the tag of every entry; where a recipe names a list, those of its first entry."""
        addresses = dict(self.entries)
        lists = {recipe.entry for recipe in RECIPES.values() if recipe.entry} - addresses.keys()
        for name in lists:
            first = admin.get(f"/{name}?organisation={HERE}").json["items"][0]
            addresses[name] = f"/{name}/{first['id']}"
        for name, address in addresses.items():
            self.entries[name] = address.rpartition("/")[2]
            self.tags[name] = admin.get(address).headers["ETag"]


@contextmanager
def _served(url: str) -> Iterator[Flask]:
    installation = bootstrap.build(settings_of(url, requests=parse("100000/second")))
    yield application(installation)
    installation.close()
