"""The contract is valid, obeys the rules of the Dutch government, and says what the code does."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from openapi_spec_validator import validate

from api.contract import PAGES
from api.problems import KINDS
from mandate_registry.canonical import camel_case
from mandate_registry.config import ROOT
from mandate_registry.contract_file import FILE, description
from mandate_registry.services.checks.authority_search import Authority
from mandate_registry.services.checks.check_result import CheckResult
from mandate_registry.services.checks.check_tables import TableAnswer
from mandate_registry.services.proof.receipt_verification import Verification
from schemas import answers, log, questions  # noqa: F401 - so that their schemas are known
from schemas.base import Schema
from schemas.cards import CardQuery
from schemas.changesets import ChangesetQuery
from schemas.credentials import CredentialQuery
from schemas.decision_log import DecisionLogQuery
from schemas.differences import DifferenceQuery
from schemas.expected_checks import ExpectedCheckQuery
from schemas.findings import FindingQuery
from schemas.gains import GainQuery
from schemas.impact import ImpactQuery
from schemas.log import ConsistencyQuery, InclusionQuery, LogQuery
from schemas.plans import ChangeQuery
from schemas.resources import WIRES
from schemas.traces import CheckQuery

WELL_KNOWN = {("/.well-known/jwks.json", "GET"), ("/.well-known/jwt-vc-issuer", "GET")}
OUTSIDE = {("/healthz", "GET"), ("/readyz", "GET"), *WELL_KNOWN}
SHARED = {"RefIn", "EntryIn", "EntryPatch", "EntryOut", "Paged", "PageSearch", "Circumstances"}
PARTIAL = {"Changes"}
LEFT_OUT = {"DecisionRecord": {"parent_span_id"}}
QUERIES = {table.replace("_", "-"): wire.query for table, wire in WIRES.items()} | {
    "findings": FindingQuery,
    "changesets": ChangesetQuery,
    "changesets/{id}/changes": ChangeQuery,
    "changesets/{id}/impact": ImpactQuery,
    "differences": DifferenceQuery,
    "gains": GainQuery,
    "expected-checks": ExpectedCheckQuery,
    "checks": CheckQuery,
    "cards": CardQuery,
    "credentials": CredentialQuery,
    "decision-log": DecisionLogQuery,
    "log/entries": LogQuery,
    "log/proofs/inclusion": InclusionQuery,
    "log/proofs/consistency": ConsistencyQuery,
}
COMPONENTS = description()["components"]["schemas"]
OF_PAGES = re.compile(r"schemas\.pages\.|mandate_registry\.web\.")
NOT_LOADED = re.compile(r".*(List|Findings)|Problem|FieldError")
ANSWERS = {"Check": CheckResult, "Authority": Authority, "Place": TableAnswer, "ReceiptVerification": Verification}
"""What is sent as it is, by its component; every response is held against the contract with all that is in it."""
WITHIN_ANSWERS = {"Reason", "SignatureLine", "Leg", "Condition", "Gate", "Explained"}
WITHIN_ANSWERS |= {"ToldAmount", "ToldSeat", "Remedy", "Remark"}


def test_the_contract_is_what_its_fragments_make(tmp_path: Path) -> None:
    made = tmp_path / "openapi.yaml"
    subprocess.run([sys.executable, ROOT / "scripts/contract.py", made], check=True)
    assert made.read_text("utf-8") == FILE.read_text("utf-8"), "run scripts/contract.py"


def test_the_contract_is_openapi() -> None:
    validate(description())


def test_the_contract_obeys_the_design_rules_of_the_dutch_government(npm_tools: Path) -> None:
    rules = ROOT / "tests/standards/adr-ruleset.yaml"
    command = [str(npm_tools / "spectral"), "lint", "--fail-severity=warn", "--ruleset", str(rules), str(FILE)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_every_address_and_method_is_in_the_contract(demo: Flask) -> None:
    described = {
        (f"/v1{path}", method.upper())
        for path, item in description()["paths"].items()
        for method in item.keys() - {"parameters"}
    }
    assert set(_routes(demo)) == described | OUTSIDE


def _routes(app: Flask) -> Iterator[tuple[str, str]]:
    for rule in app.url_map.iter_rules():
        path = re.sub(r"<(?:uuid:)?(\w+)>", r"{\1}", rule.rule).replace("{identity}", "{id}")
        yield from ((path, method) for method in (rule.methods or set()) - {"HEAD"})


@pytest.mark.parametrize("path", QUERIES)
def test_a_list_takes_the_parameters_of_the_contract(path: str) -> None:
    parameters = description()["paths"][f"/{path}"]["get"]["parameters"]
    named = {_resolved(parameter)["name"] for parameter in parameters}
    assert named == _fields(QUERIES[path]).keys()


def _resolved(thing: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = description()
    for step in thing.get("$ref", "").split("/")[1:]:
        found = found[step]
    return found if "$ref" in thing else thing


def _loaded() -> dict[str, type[Schema]]:
    """Return every schema of the contract by the name of its component."""
    waiting, found = [Schema], {}
    while waiting:
        schema = waiting.pop()
        waiting += schema.__subclasses__()
        name, of_pages = schema.__name__, OF_PAGES.match(schema.__module__)
        aside = of_pages or schema is Schema or name in SHARED or name.startswith("_") or name.endswith("Query")
        if not aside:
            found[name.removesuffix("Out")] = schema
    return found | {"ConsentsIn": found["Consents"]}


def _fields(schema: type[Schema]) -> dict[str, Any]:
    return {field.data_key or "": field for field in schema().fields.values()}


def test_every_schema_is_a_component_and_every_object_a_schema() -> None:
    objects = {name for name, component in COMPONENTS.items() if component["type"] == "object"}
    of_answers = ANSWERS.keys() | WITHIN_ANSWERS
    assert {name for name in objects if not NOT_LOADED.fullmatch(name)} == _loaded().keys() | of_answers


@pytest.mark.parametrize("name", ANSWERS)
def test_an_answer_has_the_fields_of_its_component(name: str) -> None:
    component, names = COMPONENTS[name], {camel_case(one.name) for one in fields(ANSWERS[name])}
    assert component["properties"].keys() == names == set(component["required"])
    assert component["additionalProperties"] is False


def test_every_schema_is_written_out_so_that_a_search_for_its_class_finds_it() -> None:
    text = "".join(file.read_text(encoding="utf-8") for file in (ROOT / "schemas").glob("*.py"))
    assert [one.__name__ for one in _loaded().values() if f"class {one.__name__}(" not in text] == []


@pytest.mark.parametrize("name", sorted(_loaded()))
def test_a_schema_has_the_fields_of_its_component(name: str) -> None:
    component, fields = COMPONENTS[name], _fields(_loaded()[name])
    comes_in = name.endswith(("In", "Ref", "Search")) and name not in {"MandateRef", "BodyRef"}
    required = {key for key, field in fields.items() if field.required or not comes_in}
    if name in PARTIAL or name.endswith("Patch"):
        required = set()
    assert component["properties"].keys() == fields.keys()
    assert component["additionalProperties"] is False
    assert set(component.get("required", ())) == required - LEFT_OUT.get(name, set())


@pytest.mark.parametrize("name", sorted(_loaded()))
def test_a_field_may_be_null_where_its_property_may(name: str) -> None:
    nullable = {key for key, property_ in COMPONENTS[name]["properties"].items() if _may_be_null(property_)}
    assert nullable == {key for key, field in _fields(_loaded()[name]).items() if field.allow_none}


def _may_be_null(property_: dict[str, Any]) -> bool:
    kinds = [property_, *property_.get("anyOf", ())]
    return any(kind.get("type") == "null" or "null" in kind.get("type", ()) for kind in kinds)


def test_every_kind_of_problem_has_its_page() -> None:
    assert {code for code, _ in KINDS.values()} == {page.stem for page in PAGES.glob("*.md")}
