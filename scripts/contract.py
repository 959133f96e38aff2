"""Writes openapi.yaml from the fragments in contract/: run it after changing one. A test holds that it is up to date.

A fragment has the `paths` and the `schemas` of one tag. What every operation has alike is added here: the parameters
and headers of each request, and the errors that follow from whether it takes a key, an id, a body or a state.
An operation lists further errors itself, and names in `x-without` those that it has not.
"""

import sys
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[1]
FRAGMENTS = ROOT / "contract"
METHODS = ("get", "post", "put", "patch", "delete")
PARAMETERS = ("RequestId", "Traceparent")
HEADERS = {"API-Version": "ApiVersion", "X-Request-ID": "RequestId", "traceparent": "Traceparent"}
LIMITS = {"RateLimit-Policy": "RateLimitPolicy", "RateLimit": "RateLimit"}
"""The headers of a response to a caller who is known."""
ERRORS = {
    "400": "BadRequest",
    "401": "Unauthenticated",
    "403": "Forbidden",
    "404": "NotFound",
    "408": "Timeout",
    "409": "Conflict",
    "412": "Stale",
    "413": "TooLarge",
    "415": "UnsupportedMediaType",
    "428": "Unconditional",
    "429": "TooMany",
    "500": "Internal",
    "503": "Unavailable",
}


def contract() -> dict[str, Any]:
    """Return the whole contract."""
    general, common = _read("general"), _read("common")
    fragments = [_read(tag["name"].lower().replace(" ", "-")) for tag in general["tags"]]
    paths = {path: _complete(path, item) for one in fragments for path, item in one["paths"].items()}
    schemas = {name: schema for one in (*fragments, common) for name, schema in one.get("schemas", {}).items()}
    return general | {"paths": paths, "components": common | {"schemas": dict(sorted(schemas.items()))}}


def _read(name: str) -> dict[str, Any]:
    fragment: dict[str, Any] = yaml.safe_load((FRAGMENTS / f"{name}.yaml").read_text(encoding="utf-8"))
    return fragment


def _complete(path: str, item: dict[str, Any]) -> dict[str, Any]:
    parameters = [*item.get("parameters", []), *(_refer("parameters", name) for name in PARAMETERS)]
    operations = {method: _with_responses(path, item[method]) for method in METHODS if method in item}
    return {"parameters": parameters} | operations


def _with_responses(path: str, operation: dict[str, Any]) -> dict[str, Any]:
    headers = HEADERS if operation.get("security") == [] else HEADERS | LIMITS
    own = {status: _with_headers(one, headers) for status, one in operation["responses"].items()}
    errors = {status: _refer("responses", ERRORS[status]) for status in _errors(path, operation)}
    rest = {name: value for name, value in operation.items() if name not in ("responses", "x-without")}
    return rest | {"responses": dict(sorted((own | errors).items()))}


def _with_headers(response: dict[str, Any], names: dict[str, str]) -> dict[str, Any]:
    if "$ref" in response:
        return response
    headers = {name: _refer("headers", component) for name, component in names.items()}
    rest = {name: value for name, value in response.items() if name not in ("description", "headers")}
    return {"description": response["description"], "headers": headers | response.get("headers", {})} | rest


def _errors(path: str, operation: dict[str, Any]) -> set[str]:
    """Return the statuses of the errors that an operation has because of what it takes."""
    takes = {one.get("$ref", "").rpartition("/")[2] for one in operation.get("parameters", ())}
    found = {"400", "429", "500", "503"}
    if operation.get("security") != []:
        found |= {"401", "403"}
    if "{" in path:
        found |= {"404"}
    if "requestBody" in operation:
        found |= {"408", "413", "415"}
    if not takes.isdisjoint({"IdempotencyKey", "IfMatch"}):
        found |= {"409"}
    if "IfMatch" in takes:
        found |= {"412", "428"}
    return found - set(operation.get("x-without", ()))


def _refer(kind: str, name: str) -> dict[str, str]:
    return {"$ref": f"#/components/{kind}/{name}"}


LONG = 80
DIGITS = frozenset("+-.0123456789")


class _Dumper(yaml.SafeDumper):
    """Writes references and examples in one line, and long texts folded."""

    def ignore_aliases(self, _data: object) -> bool:
        """Write what stands in two places twice."""
        return True


def _mapping(dumper: _Dumper, data: dict[str, Any]) -> yaml.Node:
    return dumper.represent_mapping("tag:yaml.org,2002:map", data, flow_style="$ref" in data or None)


def _text(dumper: _Dumper, data: str) -> yaml.Node:
    style = "|" if "\n" in data else ">" if len(data) > LONG and " " in data else None
    if data[:1] in DIGITS:  # YAML 1.2 reads some of them as numbers that are none to YAML 1.1
        style = "'"
    return dumper.represent_scalar("tag:yaml.org,2002:str", data, style=style)


_Dumper.add_representer(dict, _mapping)
_Dumper.add_representer(str, _text)


def text() -> str:
    """Return the whole contract as YAML."""
    return yaml.dump(contract(), Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=120)


if __name__ == "__main__":
    Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / "openapi.yaml").write_text(text(), encoding="utf-8")
