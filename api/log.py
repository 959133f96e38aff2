"""The log: checkpoints, keys and proofs for everybody, and its entries for who may read the decision log."""

from __future__ import annotations

from flask import Blueprint, Response

from api.auth import public
from api.pagination import listing, requested_page
from api.request_body import load_query, takes_query
from api.responses import one, open_to_all
from mandate_registry.services.proof import log_proofs as service
from mandate_registry.view_context import call, installation
from schemas.log import (
    ConsistencyProofOut,
    ConsistencyQuery,
    InclusionProofOut,
    InclusionQuery,
    LogEntryOut,
    LogQuery,
)

log = Blueprint("log", __name__, url_prefix="/log")


@log.get("/checkpoint")
@public
def checkpoint() -> Response:
    """Return the checkpoint of the log as it is now."""
    return _plain(service.checkpoint(installation()))


@log.get("/keys")
@public
def keys() -> Response:
    """Return the keys that verify checkpoints, former ones too."""
    return _plain("".join(f"{one}\n" for one in service.verifier_keys(installation())))


@log.get("/proofs/inclusion")
@public
@takes_query
def inclusion() -> Response:
    """Prove that an entry is in the log."""
    query = load_query(InclusionQuery)
    return open_to_all(one(InclusionProofOut, service.inclusion(installation(), query["index"], query.get("size"))))


@log.get("/proofs/consistency")
@public
@takes_query
def consistency() -> Response:
    """Prove that the log only grew."""
    query = load_query(ConsistencyQuery)
    return open_to_all(
        one(ConsistencyProofOut, service.consistency(installation(), query["first"], query.get("second")))
    )


@log.get("/entries")
@takes_query
def entries() -> Response:
    """List the entries."""
    wanted, _ = requested_page(load_query(LogQuery))
    return listing(LogEntryOut, call(service.list_entries, wanted))


def _plain(text: str) -> Response:
    return open_to_all(Response(text, mimetype="text/plain"))
