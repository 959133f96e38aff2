"""The public keys with which receipts are checked, where others look for them (RFC 8615): beside the API."""

from __future__ import annotations

import json

from flask import Blueprint, Response

from api.auth import public
from mandate_registry.services.proof.signing_keys import published_set
from mandate_registry.view_context import installation

CACHE_CONTROL = "public, max-age=3600"
"""For so long anybody may keep the set: a new key is in it for a day before it signs, and a revoked one goes soon."""

signing_keys = Blueprint("signing_keys", __name__, url_prefix="/.well-known")


@signing_keys.get("/jwks.json")
@public
def read() -> Response:
    """Return the keys as a JSON Web Key Set (RFC 7517)."""
    headers = {"Access-Control-Allow-Origin": "*", "Cache-Control": CACHE_CONTROL}
    text = json.dumps({"keys": published_set(installation())})
    return Response(text, mimetype="application/jwk-set+json", headers=headers)
