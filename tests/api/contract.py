"""Responses held against the contract, by openapi-core."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from io import BytesIO
from typing import Any

from jsonschema_path import SchemaPath
from openapi_core import Config, OpenAPI
from openapi_core.casting.schemas import oas31_schema_casters_factory as casters
from openapi_core.casting.schemas.factories import SchemaCastersFactory
from openapi_core.contrib.werkzeug import WerkzeugOpenAPIRequest, WerkzeugOpenAPIResponse
from openapi_core.templating.paths.exceptions import PathError
from openapi_core.validation.schemas import oas31_schema_validators_factory as validators
from openapi_core.validation.schemas.factories import DialectSchemaValidatorsFactory
from openapi_core.validation.schemas.validators import SchemaValidator
from openapi_schema_validator import OAS31Validator
from werkzeug.test import TestResponse
from werkzeug.wrappers import Request

from mandate_registry.contract_file import description

STATUS_LIST = "application/statuslist+jwt"
NOT_JSON: dict[str, Callable[[bytes], Any]] = {
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


class ValidatorsOnce(DialectSchemaValidatorsFactory):
    """Makes the validator of a schema once: openapi-core makes it anew for every header of every response."""

    def __init__(self) -> None:
        super().__init__(
            validators.schema_validator_cls, validators.default_jsonschema_dialect_id, validators.format_checker
        )
        self._made: dict[Any, SchemaValidator] = {}

    def create(self, spec: SchemaPath, schema: SchemaPath, *rest: Any, **options: Any) -> SchemaValidator:
        key = (schema.parts, rest, *sorted(options.items()))
        if key not in self._made:
            self._made[key] = super().create(spec, schema, *rest, **options)
        return self._made[key]


def must_obey(response: TestResponse) -> None:
    """Assert that the status, the headers and the body of a response are those that the contract describes."""
    # The request's body has been read: it is asked for again, but not needed.
    request = Request(response.request.environ | {"wsgi.input": BytesIO(), "CONTENT_LENGTH": "0"})
    try:
        _contract().validate_response(WerkzeugOpenAPIRequest(request), WerkzeugOpenAPIResponse(response))
    except PathError:  # no address or method of the contract: that is a problem too
        assert response.status_code in {404, 405, 415}
        _problem().validate(response.json)


@cache
def _contract() -> OpenAPI:
    once = ValidatorsOnce()
    config = Config(
        extra_media_type_deserializers=NOT_JSON,
        schema_validators_factory=once,
        schema_casters_factory=SchemaCastersFactory(once, casters.types_caster),
    )
    return OpenAPI.from_dict(description(), config=config)


@cache
def _problem() -> Any:
    schema = {"$ref": "#/components/schemas/Problem", "components": description()["components"]}
    return OAS31Validator(schema)
