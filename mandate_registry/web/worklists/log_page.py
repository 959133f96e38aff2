"""The log of the installation: how long it is, how it is verified, and what was written last."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response

from mandate_registry.log.checkpoints import read_checkpoint
from mandate_registry.log.signed_notes import as_base64
from mandate_registry.services.pagination import Slice
from mandate_registry.services.permissions import Right
from mandate_registry.services.proof import log_proofs as service
from mandate_registry.services.proof.log_proofs import LogEntry
from mandate_registry.view_context import call, installation
from mandate_registry.web.chosen_register import own_registers
from mandate_registry.web.context import page
from mandate_registry.web.terms import LOG_ENTRIES

SHOWN_ENTRIES = 50

logbook = Blueprint("logbook", __name__, url_prefix="/desk/log")


@logbook.get("")
def listed() -> Response:
    """Show the log."""
    call(service.list_entries, Slice(limit=1))  # who may not read it is refused before anything is signed
    note = service.checkpoint(installation())
    size = read_checkpoint(note).size
    last = call(service.list_entries, Slice(limit=SHOWN_ENTRIES, after=max(0, size - SHOWN_ENTRIES)))
    return page(
        "worklists/log.html",
        size=size,
        note=note,
        keys=service.verifier_keys(installation()),
        entries=[
            _shown(one, {home.oin: home.name for home in own_registers(Right.LOG)}) for one in reversed(last.items)
        ],
    )


def _shown(one: LogEntry, names: dict[str, str]) -> dict[str, Any]:
    said = one.entry or {}
    return {
        "index": one.index,
        "what": LOG_ENTRIES.get(said.get("kind", "")),
        "register": names.get(said.get("register", ""), said.get("register", "")),
        "version": said.get("version"),
        "hash": as_base64(one.leaf_hash),
    }
