"""What holds of every request and response, whatever it is about."""

from __future__ import annotations

import http.client
import json
from contextlib import closing
from http import HTTPStatus
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
import structlog.testing
from flask import Flask
from sqlalchemy import text
from werkzeug.test import Client

from api.app import create_app
from mandate_registry import bootstrap
from mandate_registry.asgi.unread_bodies import REFUSED
from mandate_registry.services.permissions import Role
from mandate_registry.services.register import entries
from mandate_registry.site import application, site
from tests.api.callers import caller
from tests.api.client import Api, obeys
from tests.api.server import served
from tests.api.small_register import HERE
from tests.support import sqlite
from tests.support.built import closed_afterwards
from tests.support.settings import settings_of
from tests.support.waiting import PATIENCE

TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"


def test_a_request_keeps_its_name_if_it_is_a_short_one(demo: Flask) -> None:
    def named(name: str) -> str:
        return Api(demo).get("/bodies", 401, headers={"X-Request-ID": name}).headers["X-Request-ID"]

    kept = ["abc", str(uuid4()), f"00-{TRACE}-00f067aa0ba902b7-01", "aGVsbG8+/w==", "x" * 128]
    assert [named(name) for name in kept] == kept
    replaced = ["", "x" * 129, "x" * 9000, "1 2", "\xe9", '"', "<b>", "a,b"]
    given = [named(name) for name in replaced]
    assert [str(UUID(name)) for name in given] == given


def test_no_address_is_that_of_the_host_header(api: Api) -> None:
    told = api.post("/units", {"organisation": HERE, "code": "x", "name": "X"}, 201, headers={"Host": "evil.example"})
    assert told.headers["Location"] == f"/v1/units/{told.json['id']}"
    assert "evil" not in told.text + str(told.headers)


def test_a_trace_goes_on(demo: Flask) -> None:
    given = Api(demo).get("/bodies", 401, headers={"traceparent": f"00-{TRACE}-00f067aa0ba902b7-01"}).headers
    assert given["traceparent"].startswith(f"00-{TRACE}-")
    assert not given["traceparent"].endswith("00f067aa0ba902b7-01")


@pytest.mark.parametrize("given", ["", "x", f"ff-{TRACE}-00f067aa0ba902b7-01", f"00-{'0' * 32}-00f067aa0ba902b7-01"])
def test_a_trace_that_is_none_is_ignored(demo: Flask, given: str) -> None:
    assert "traceparent" not in Api(demo).get("/bodies", 401, headers={"traceparent": given}).headers


@pytest.mark.parametrize("path", ["/nothing", "/bodies/", "/bodies/x", "//bodies", "/checks/", "/"])
def test_an_address_that_leads_nowhere_is_a_problem(keeper: Api, path: str) -> None:
    assert keeper.get(path, 404).json["type"] == "/v1/problems/not-found"


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"])
def test_a_method_that_is_not_there_names_those_that_are(keeper: Api, method: str) -> None:
    answer = keeper.send(method, "/bodies", 405)
    assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD", "POST"}
    assert answer.json["type"] == "/v1/problems/method-not-allowed"


def test_head_gives_the_headers_of_get(keeper: Api) -> None:
    got, head = (keeper.send(method, "/bodies") for method in ("GET", "HEAD"))
    assert (head.text, head.headers["Content-Length"]) == ("", got.headers["Content-Length"])


def test_the_contract_is_for_every_web_page_and_nothing_else_is(demo: Flask, keeper: Api) -> None:
    as_json, as_yaml = (Api(demo).get(f"/openapi.{kind}") for kind in ("json", "yaml"))
    assert as_json.headers["Access-Control-Allow-Origin"] == "*"
    assert as_yaml.headers["Access-Control-Allow-Origin"] == "*"
    assert as_json.json["info"]["version"] == as_json.headers["API-Version"]
    assert "Access-Control-Allow-Origin" not in keeper.get("/bodies").headers


def test_a_problem_leads_to_its_page(demo: Flask) -> None:
    kind = Api(demo).get("/bodies", 401).json["type"]
    assert Api(demo).get(kind).text.startswith("# Nobody known is calling")


def test_what_nobody_foresaw_says_nothing_and_is_logged_without_the_request(
    keeper: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise RuntimeError("Sanne Verbeek")

    monkeypatch.setattr(entries, "list_entries", fail)
    with structlog.testing.capture_logs() as logs:
        answer = keeper.get("/bodies?code=geheim", 500, headers={"X-Request-ID": "ask-me"})
    assert answer.json["type"] == "/v1/problems/internal"
    assert "Sanne" not in answer.text + str(logs)
    assert "geheim" not in str(logs)
    assert [(entry["error"], entry["request_id"]) for entry in logs] == [("RuntimeError", "ask-me")]


def test_without_its_database_the_register_gives_no_answer(tmp_path: Path) -> None:
    address = sqlite.database(tmp_path)
    installation = bootstrap.build(settings_of(address))
    app = create_app(installation)
    api = caller(app, Role.ADMINISTRATOR)
    with installation.engine.begin() as connection:
        for table in ("api_keys", "registers"):
            connection.execute(text(f"ALTER TABLE {table} RENAME TO {table}_gone"))
    assert api.get("/bodies", 503).headers["Retry-After"] == "300"
    assert [app.test_client().get(path).status_code for path in ("/healthz", "/readyz")] == [200, 503]
    installation.close()


def test_a_service_that_can_work_says_so(demo: Flask) -> None:
    for path in ("/healthz", "/readyz"):
        response = demo.test_client().get(path)
        assert (response.status_code, response.json) == (200, {"status": "ok"})
        assert response.headers["API-Version"]


def test_the_site_is_built_from_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MANDATES_DATABASE_URL", sqlite.database(tmp_path))
    with closed_afterwards():
        response = Client(application()).get("/v1/bodies")
    obeys(response)
    assert response.status_code == 401


@pytest.mark.parametrize("status", [HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE])
@pytest.mark.parametrize("path", ["/v1/bodies", "/accessibility"])
def test_what_the_server_has_no_room_for_is_told_once_when_to_come_back(
    tmp_path: Path, path: str, status: HTTPStatus
) -> None:
    with closing(bootstrap.build(settings_of(sqlite.database(tmp_path)))) as installation:
        answer = Client(site(installation)).get(path, environ_overrides={REFUSED: status})
    assert (answer.status_code, answer.headers.getlist("Retry-After")) == (status, ["5"])
    assert "nothing here" not in answer.text


def test_a_body_of_unknown_length_is_held_to_the_same_limit(demo: Flask) -> None:
    key = caller(demo, Role.ADMINISTRATOR).headers
    with served(demo) as port:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        chunks = [b'{"organisation": "', *[b"0" * 1000] * 5001, b'"}']
        connection.request("POST", "/v1/units", chunks, key | {"Content-Type": "application/json"}, encode_chunked=True)
        response = connection.getresponse()
        assert (response.status, json.loads(response.read())["type"]) == (413, "/v1/problems/too-large")
        connection.close()
