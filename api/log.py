"""The log: checkpoints, keys and proofs for everybody, and its entries for who may read the decision log."""

from __future__ import annotations

from flask import Blueprint, Response

from api.answering import one
from api.auth import public
from api.context import call, installation
from api.pagination import asked_page, listing
from api.parsing import load_query, takes_query
from mandate_registry.services.proving import log as service
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
    """Give the checkpoint of the log as it is now."""
    return _plain(service.checkpoint(installation()))


@log.get("/keys")
@public
def keys() -> Response:
    """Give the keys that verify checkpoints, former ones too."""
    return _plain("".join(f"{one}\n" for one in service.verifier_keys(installation())))


@log.get("/proofs/inclusion")
@public
@takes_query
def inclusion() -> Response:
    """Prove that an entry is in the log."""
    query = load_query(InclusionQuery)
    return _open(one(InclusionProofOut, service.inclusion(installation(), query["index"], query.get("size"))))


@log.get("/proofs/consistency")
@public
@takes_query
def consistency() -> Response:
    """Prove that the log only grew."""
    query = load_query(ConsistencyQuery)
    return _open(one(ConsistencyProofOut, service.consistency(installation(), query["first"], query.get("second"))))


@log.get("/entries")
@takes_query
def entries() -> Response:
    """List the entries."""
    wanted, _ = asked_page(load_query(LogQuery))
    return listing(LogEntryOut, call(service.list_entries, wanted))


def _plain(text: str) -> Response:
    return _open(Response(text, mimetype="text/plain"))


def _open(response: Response) -> Response:
    """Let any web page check: whoever holds a receipt may do so, and hashes tell nothing."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response
