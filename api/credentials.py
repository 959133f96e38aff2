"""Credentials for wallets, and what everybody may read to judge one: its type, its issuer and its status."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, Response, jsonify
from werkzeug.exceptions import NotFound

from api.auth import public
from api.idempotency import never_kept
from api.pagination import listing, requested_page
from api.rate_limits import heavy
from api.request_body import load_body, load_query, takes_query
from api.responses import created, one, open_to_all
from mandate_registry.services.credentials import issuance, stored_credentials
from mandate_registry.services.credentials.issuance import CredentialRequest
from mandate_registry.services.credentials.status_lists import status_list
from mandate_registry.view_context import call, installation
from schemas.credentials import (
    CredentialIn,
    CredentialOut,
    CredentialQuery,
    CredentialRevocationIn,
    IssuedCredentialOut,
)

credentials = Blueprint("credentials", __name__)
credential_issuer = Blueprint("credential_issuer", __name__, url_prefix="/.well-known")

MAX_DIGITS = 9


@credentials.post("/credentials")
@heavy
@never_kept
def issue() -> Response:
    """Issue one."""
    made = call(issuance.issue, CredentialRequest(**load_body(CredentialIn)))
    return created(IssuedCredentialOut, made, "credentials.read", made.id)


@credentials.get("/credentials")
@takes_query
def listed() -> Response:
    """List them."""
    wanted, _ = requested_page(load_query(CredentialQuery))
    return listing(CredentialOut, call(stored_credentials.list_credentials, wanted))


@credentials.get("/credentials/<uuid:identity>")
def read(identity: UUID) -> Response:
    """Read one."""
    return one(CredentialOut, call(stored_credentials.get_credential, identity))


@credentials.post("/credentials/<uuid:identity>/revocations")
def revoke(identity: UUID) -> Response:
    """Revoke one."""
    return one(CredentialOut, call(stored_credentials.revoke, identity, **load_body(CredentialRevocationIn)))


@credentials.get("/status-lists/<number>")
@public
def status(number: str) -> Response:
    """Return a status list, to be kept for a moment."""
    if not number.isascii() or not number.isdigit() or len(number) > MAX_DIGITS:
        raise NotFound
    found = status_list(installation(), int(number))
    response = open_to_all(Response(found.token, content_type="application/statuslist+jwt"))
    response.headers["Cache-Control"] = f"public, max-age={found.lasts}"
    return response


@credentials.get("/credential-types/power-of-representation")
@public
def credential_type() -> Response:
    """Return the metadata of the type."""
    return open_to_all(jsonify(issuance.metadata_of_type(installation())))


@credential_issuer.get("/jwt-vc-issuer")
@public
def issuer() -> Response:
    """Return the metadata of the issuer."""
    return open_to_all(jsonify(issuance.metadata_of_issuer(installation())))
