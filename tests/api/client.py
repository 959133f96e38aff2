"""A client that holds every response against the contract, and against what every response must bear."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import cache
from io import BytesIO
from typing import Any, NamedTuple

from flask import Flask
from openapi_core import Config, OpenAPI
from openapi_core.contrib.werkzeug import WerkzeugOpenAPIRequest, WerkzeugOpenAPIResponse
from openapi_core.templating.paths.exceptions import PathError
from openapi_schema_validator import OAS31Validator
from werkzeug.datastructures import Headers
from werkzeug.test import TestResponse
from werkzeug.wrappers import Request

from mandate_registry.contract_file import description

UNCONDITIONAL = {
    "API-Version": "0.1.0",
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


STATUS_LIST = "application/statuslist+jwt"


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

    def post(self, path: str, body: object, status: int = 200, **options: Any) -> Answer:
        return self.send("POST", path, status, json=body, **options)

    def send(self, method: str, path: str, status: int = 200, **options: Any) -> Answer:
        """Send a request and hold the response against the contract; `path` is below /v1 unless it says so itself."""
        headers = self.headers | options.pop("headers", {})
        address = path if path.startswith("/v1") else f"/v1{path}"
        response = self.http.open(address, method=method, headers=headers, **options)
        obeys(response)
        assert response.status_code == status, response.text
        return Answer(
            response.get_json(silent=True), response.headers, response.data.decode(errors="replace"), response.data
        )


def obeys(response: TestResponse) -> None:
    """Assert that the response is one that the contract describes."""
    borne = {name: response.headers.get(name) for name in UNCONDITIONAL}
    if response.mimetype == STATUS_LIST:  # which others keep for a moment
        assert re.fullmatch(r"public, max-age=[1-9][0-9]?", borne.pop("Cache-Control") or "")
    assert borne == {name: UNCONDITIONAL[name] for name in borne}
    assert response.headers["X-Request-ID"]
    assert "Set-Cookie" not in response.headers
    if response.request.method == "HEAD":
        return
    # The request's body has been read: it is asked for again, but not needed.
    request = Request(response.request.environ | {"wsgi.input": BytesIO(), "CONTENT_LENGTH": "0"})
    try:
        _contract().validate_response(WerkzeugOpenAPIRequest(request), WerkzeugOpenAPIResponse(response))
    except PathError:  # no address or method of the contract: that is a problem too
        assert response.status_code in {404, 405, 415}
        _problem().validate(response.json)


@cache
def _contract() -> OpenAPI:
    deserializers: dict[str, Callable[[bytes], Any]] = {
        "application/zip": bytes,
        "application/jose": bytes.decode,
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": bytes,
        "application/problem+json": json.loads,
        "application/yaml": bytes.decode,
        "application/pdf": bytes,
        "image/png": bytes,
        "image/svg+xml": bytes.decode,
        STATUS_LIST: bytes.decode,
        "text/markdown": bytes.decode,
        "text/plain": bytes.decode,
    }
    return OpenAPI.from_dict(description(), config=Config(extra_media_type_deserializers=deserializers))


@cache
def _problem() -> Any:
    schema = {"$ref": "#/components/schemas/Problem", "components": description()["components"]}
    return OAS31Validator(schema)
