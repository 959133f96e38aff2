"""A receipt that is brought back: whether it is genuine, and whether its answer would be the same today."""

from __future__ import annotations

from flask import Response, request

from mandate_registry.errors import FieldError
from mandate_registry.services.proof.receipt_verification import Verification, verify_receipt
from mandate_registry.view_context import call
from mandate_registry.web.check.answer_texts import reason_text
from mandate_registry.web.forms import Form
from mandate_registry.web.terms import FLAWS

LARGEST = 70_000
"""In bytes; no receipt is as large."""


def verify() -> Response:
    """Verify a receipt, pasted or uploaded, and show the result."""
    form = Form()
    found = _verified(form) if form.is_sent else None
    return form.page(
        "check/verify.html",
        found=found,
        flaw=_flaw(found),
        why=_why(found),
        kind=_kind(found),
        at=found.at if found else None,
        known_at=found.known_at if found else None,
    )


def _verified(form: Form) -> Verification | None:
    text = _text(form)
    if not text:
        form.errors.append(FieldError("receipt", "required", "is required"))
        return None
    found = None
    with form.errors_of():
        found = call(verify_receipt, text)
    return found  # noqa: RET504 - the block above may keep an error instead


def _text(form: Form) -> str:
    """Return the receipt: what was pasted, else the file; line breaks come from mail, and are none of it."""
    file = request.files.get("file")
    sent = form.value("receipt") or (file.read(LARGEST).decode("ascii", "replace") if file else "")
    return "".join(sent.split())


def _kind(found: Verification | None) -> str | None:
    """Return what it comes down to: false, same, yes, no, otherwise or unknown."""
    if found is None:
        return None
    if not found.genuine:
        return "false"
    code = found.verdict["code"] if found.verdict else "unknown"
    if code != "changed" or found.now is None:
        return code
    if found.now.decision:
        return "yes"
    return "no" if found.now.outcome != "conditional" else "otherwise"


def _flaw(found: Verification | None) -> str | None:
    return str(FLAWS[found.reason["code"]]) if found and found.reason else None


def _why(found: Verification | None) -> str | None:
    return reason_text(found.now.reason) if found and found.now else None
