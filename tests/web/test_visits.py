"""What needs no key counts for the address that asks, all of it but a short list."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from limits import parse
from werkzeug.routing import Rule
from werkzeug.test import Client, TestResponse

from api.app import create_app
from mandate_registry.services.installation import Installation
from mandate_registry.services.permissions import Role
from mandate_registry.services.visits import network_of
from mandate_registry.site import on_one_address
from mandate_registry.web.app import create_pages
from tests.web.site import Site

NOT_COUNTED = {
    "/healthz": "a monitor asks it all the time, and it does nothing",
    "/readyz": "a monitor that is refused would take the service for broken; the proxy keeps it from outside",
    "/static/<path:filename>": "files of the program; a page without its style sheet is none",
}
"""What needs no key and has no limit, and why."""
FEW = 2
GIVEN: dict[str, Any] = {
    "oin": "0" * 20,
    "identity": UUID(int=1),
    "code": "x",
    "name": "x",
    "number": "1",
    "way": "x",
    "filename": "register.css",
}


@pytest.fixture(scope="module")
def apps(kept: Site) -> list[Flask]:
    settings = replace(kept.installation.settings, visits=parse(f"{FEW}/hour"), behind_proxy=True)
    rest = {name: getattr(kept.installation, name) for name in ("engine", "counters", "private_keys")}
    limited = Installation(settings=settings, **rest)
    return [create_app(limited), create_pages(limited)]


def ask(apps: list[Flask], path: str, address: str, method: str = "GET", **headers: str) -> TestResponse:
    named = {"X-Forwarded-For": address} | headers
    return Client(on_one_address(*apps), use_cookies=False).open(path, method=method, headers=named, buffered=True)


def public(apps: list[Flask]) -> list[tuple[Rule, str]]:
    """Return every route without a key, with an address that leads there."""
    found = []
    for app in apps:
        with app.test_request_context():
            for rule in app.url_map.iter_rules():
                view = app.view_functions[rule.endpoint]
                if rule.endpoint == "static" or getattr(view, "is_public", False):
                    values = {name: GIVEN[name] for name in rule.arguments}
                    found.append((rule, app.url_map.bind("localhost").build(rule.endpoint, values)))
    return found


def test_every_route_without_a_key_has_the_limit_or_a_reason(apps: list[Flask]) -> None:
    exempt = set()
    routes = public(apps)
    for place, (rule, path) in enumerate(routes):
        method = "POST" if "GET" not in (rule.methods or ()) else "GET"
        answers = [ask(apps, path, f"192.0.2.{place}", method) for _ in range(FEW + 1)]
        assert 429 not in [answer.status_code for answer in answers[:FEW]], path
        if answers[-1].status_code != 429:
            exempt.add(rule.rule)
        else:
            assert int(answers[-1].headers["Retry-After"]) > 0
    assert exempt == set(NOT_COUNTED)
    assert len(routes) > 25


@pytest.mark.parametrize(
    ("address", "path", "headers", "status"),
    [
        ("198.51.100.1", "/nowhere", {}, 404),
        ("198.51.100.2", "/v1/nowhere", {}, 404),
        ("198.51.100.3", "/v1/bodies", {}, 401),
        ("198.51.100.4", "/v1/bodies", {"Authorization": "Bearer mr_nobody"}, 401),
        ("198.51.100.5", "/desk", {}, 302),
        ("198.51.100.6", "/desk", {"Cookie": "session=nobody"}, 302),
    ],
)
def test_what_is_refused_as_unknown_counts_too(
    apps: list[Flask], address: str, path: str, headers: dict[str, str], status: int
) -> None:
    answers = [ask(apps, path, address, **headers).status_code for _ in range(FEW + 1)]
    assert answers == [status] * FEW + [429]


def test_who_is_signed_in_and_another_address_are_not_counted_with_it(apps: list[Flask], kept: Site) -> None:
    session = {"Cookie": f"session={kept.session(Role.HR)}"}
    assert [ask(apps, "/accessibility", "203.0.113.1").status_code for _ in range(FEW + 1)][-1] == 429
    assert ask(apps, "/accessibility", "203.0.113.1", **session).status_code == 200
    assert ask(apps, "/accessibility", "203.0.113.2").status_code == 200
    assert ask(apps, "/v1/openapi.yaml", "203.0.113.1").status_code == 429  # the API and the pages count together


@pytest.mark.parametrize(
    ("address", "network"),
    [("192.0.2.1", "192.0.2.1"), ("2001:db8::1", "2001:db8::/64"), ("2001:db8::ffff:1", "2001:db8::/64"), ("x", "")],
)
def test_an_address_is_one_clients(address: str, network: str) -> None:
    assert network_of(address) == network
    assert network_of(None) == ""
