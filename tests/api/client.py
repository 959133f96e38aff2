"""A client that holds every response against the contract, and against what every response must bear."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from flask import Flask
from werkzeug.datastructures import Headers
from werkzeug.test import TestResponse

from tests.api.contract import STATUS_LIST, must_obey

UNCONDITIONAL = {
    "API-Version": "0.1.0",
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


class Answer(NamedTuple):
    """What came back, its JSON free of types."""

    json: Any
    headers: Headers
    text: str
    data: bytes = b""


class Api:
    """Calls the application as one caller."""

    def __init__(self, app: Flask, key: str | None = None) -> None:
        self.app = app
        self.http = app.test_client()
        self.headers = {"Authorization": f"Bearer {key}"} if key else {}

    def get(self, path: str, status: int = 200, **options: Any) -> Answer:
        return self.send("GET", path, status, **options)

    def post(self, path: str, body: object, status: int | tuple[int, ...] = 200, **options: Any) -> Answer:
        return self.send("POST", path, status, json=body, **options)

    def send(self, method: str, path: str, status: int | tuple[int, ...] = 200, **options: Any) -> Answer:
        """Send a request and hold the response against the contract; `path` is below /v1 unless it says so itself.

        `status` is what is expected, or any of these.
        """
        headers = self.headers | options.pop("headers", {})
        address = path if path.startswith("/v1") else f"/v1{path}"
        response = self.http.open(address, method=method, headers=headers, **options)
        obeys(response)
        assert response.status_code in (status if isinstance(status, tuple) else (status,)), response.text
        return Answer(
            response.get_json(silent=True), response.headers, response.data.decode(errors="replace"), response.data
        )


def obeys(response: TestResponse) -> None:
    """Assert that the response is one that the contract describes."""
    borne = {name: response.headers.get(name) for name in UNCONDITIONAL}
    if _may_be_kept(response):
        assert re.fullmatch(r"public, max-age=[1-9][0-9]?", borne.pop("Cache-Control") or "")
    assert borne == {name: UNCONDITIONAL[name] for name in borne}
    assert response.headers["X-Request-ID"]
    assert "Set-Cookie" not in response.headers
    if response.request.method == "HEAD":
        return
    must_obey(response)


def _may_be_kept(response: TestResponse) -> bool:
    """Return True for what caches keep for a moment: lists of statuses, and what was published."""
    is_published = response.request.path == "/v1/published-mandates" and response.status_code in {200, 304}
    return is_published or response.mimetype == STATUS_LIST
