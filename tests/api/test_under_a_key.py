"""Under an Idempotency-Key every POST is answered as it is without one, also when what it does waits for approval."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

from flask import Flask

from api.idempotency import HEADER, NEVER_KEPT
from mandate_registry.services.permissions import Role
from tests.api.client import Api
from tests.api.full_town import CLOSED, Operation, Town, Who
from tests.api.small_register import HERE, THERE

BY_NAME = {operation.name: operation for operation in CLOSED}
WHO: list[Who] = [(Role.HR, HERE), (Role.APPROVER, HERE), (Role.PARTNER, THERE), (Role.ADMINISTRATOR, None)]
PAST = {"validFrom": "2020-01-01"}
WAITING: list[tuple[str, dict[str, Any]]] = [
    ("createEmployee", {"number": "K-020", "name": "Noor Wits", "employedFrom": "2020-01-01"}),
    ("createDeputyship", {"number": "P-9", "for": "position:inkoper", "deputy": "employee:K-002"}),
    ("createAppointment", {"employee": "K-002", "position": "inkoper"} | PAST),
    ("createBody", {"code": "raad", "name": "Raad", "position": "inkoper"}),
    ("createDecisionType", {"code": "contract.x", "titleNl": "X", "parent": "contract", "body": "college"}),
]
"""What waits for approval, beside what the recipes send."""
ITS_OWN = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|\d{4}-\d\d-\d\dT[\d:.]+Z|[\w-]{20,}\.[\w-]+\.[\w-]+")
"""What is another one in every answer: an identity, a moment, something signed."""


def told(town: Town, who: Who, operation: Operation, key: str | None = None, body: object = None) -> tuple[int, str]:
    """Return the status and the text of an answer, in a town in which nothing else was done."""
    otherwise: dict[str, Any] = {"headers": {HEADER: key} if key else {}} | ({"body": body} if body else {})
    with town.opened("copy.db") as app:
        response = town.call(app, who, operation, **otherwise)
    return response.status_code, ITS_OWN.sub("*", response.text)


def takes_a_key(app: Flask, operation: Operation) -> bool:
    path = "/v1" + operation.path.replace("{id}", str(UUID(int=1)))
    endpoint, _ = app.url_map.bind("").match(path, "POST")
    return not hasattr(app.view_functions[endpoint], NEVER_KEPT)


def test_every_post_is_answered_under_a_key_as_without_one(town: Town) -> None:
    wrong, statuses = [], set()
    with town.opened() as app:
        posts = [(one, None) for one in CLOSED if one.method == "POST" and takes_a_key(app, one)]
    for operation, more in [*posts, *((BY_NAME[name], {"organisation": HERE} | body) for name, body in WAITING)]:
        answers = ((who, told(town, who, operation, body=more)) for who in WHO)
        who, without = next((who, answer) for who, answer in answers if answer[0] in operation.statuses)
        statuses.add(without[0])
        if (under := told(town, who, operation, "a-key", more)) != without:
            wrong.append((operation.name, more, without, under))
    assert wrong == []
    assert statuses == {200, 201, 202}


def test_what_waits_under_a_key_is_kept_and_told_again(hr: Api) -> None:
    hr.post("/decision-types", {"organisation": HERE, "code": "contract", "titleNl": "Contracten"}, 201)
    body = {"organisation": HERE, "code": "contract.x", "titleNl": "X", "parent": "contract", "nature": "decision"}
    first, again = (hr.post("/decision-types", body, 202, headers={HEADER: "a-key"}) for _ in range(2))
    assert (first.json, first.headers["Location"]) == (again.json, again.headers["Location"])
    assert [one["id"] for one in hr.get("/changesets").json["items"]] == [first.json["id"]]
