"""The contract and the pages of the problems, for everybody."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from flask import Blueprint, Response

from api.answering import page
from api.auth import public

ROOT = Path(__file__).parent.parent
FILE = ROOT / "openapi.yaml"
PAGES = ROOT / "docs" / "problems"

contract = Blueprint("contract", __name__)


@cache
def description() -> dict[str, Any]:
    """Read the contract."""
    found: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return found


@contract.get("/openapi.yaml")
@public
def as_yaml() -> Response:
    """Give the contract as it was written."""
    return _open(FILE.read_text(encoding="utf-8"), "application/yaml")


@contract.get("/openapi.json")
@public
def as_json() -> Response:
    """Give the contract as JSON."""
    return _open(json.dumps(description(), ensure_ascii=False), "application/json")


@contract.get("/problems/<code>")
@public
def problem(code: str) -> Response:
    """Give the page of a kind of problem."""
    return page(PAGES, code)


def _open(text: str, mimetype: str) -> Response:
    """Answer any web page, of whatever origin."""
    return Response(text, mimetype=mimetype, headers={"Access-Control-Allow-Origin": "*"})
