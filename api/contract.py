"""The contract and the pages of the problems, for everybody."""

from __future__ import annotations

import json

from flask import Blueprint, Response

from api.auth import public
from api.responses import open_to_all, page
from mandate_registry import contract_file
from mandate_registry.config import ROOT
from mandate_registry.contract_file import description

PAGES = ROOT / "docs/problems"

contract = Blueprint("contract", __name__)


@contract.get("/openapi.yaml")
@public
def as_yaml() -> Response:
    """Return the contract as it was written."""
    return open_to_all(Response(contract_file.text(), mimetype="application/yaml"))


@contract.get("/openapi.json")
@public
def as_json() -> Response:
    """Return the contract as JSON."""
    return open_to_all(Response(json.dumps(description(), ensure_ascii=False), mimetype="application/json"))


@contract.get("/problems/<code>")
@public
def problem(code: str) -> Response:
    """Show the page of a kind of problem."""
    return page(PAGES, code)
