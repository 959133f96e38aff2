"""An answer: what it says, what is to be confirmed, and its proof to take along."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from flask import Response, url_for

from mandate_registry.errors import FieldError, NotFound
from mandate_registry.rules.check_requests import EmployeeRef
from mandate_registry.rules.presentation_code import Presented
from mandate_registry.services.checks.answer_check import check
from mandate_registry.services.checks.check_store import read_receipt
from mandate_registry.services.checks.kept_answers import AnswerView, read_answer
from mandate_registry.services.proof.log_proofs import receipt_proof
from mandate_registry.view_context import call, installation
from mandate_registry.web import language
from mandate_registry.web.check.answer_texts import answer_text
from mandate_registry.web.context import see_other
from mandate_registry.web.file_downloads import attached
from mandate_registry.web.formatter import Formatter
from mandate_registry.web.forms import Form


def answer(identity: UUID) -> Response:
    """Show an answer; or ask again with what is confirmed, and lead to the answer to that."""
    shown, form = call(read_answer, identity), Form()
    if form.is_sent and (found := _confirmed(form, shown)):
        return see_other("check.answer", identity=found)
    return form.page(
        "check/answer.html",
        letter=answer_text(shown, Formatter(language.chosen())),
        shown=shown,
        result=shown.result,
        unnamed=_unnamed(shown),
    )


def receipt(identity: UUID) -> Response:
    """Return the receipt, as it was signed."""
    return attached(call(read_receipt, identity), "application/jose", f"receipt-{identity}.jws")


def proof(identity: UUID) -> Response:
    """Return the proof that the log has the receipt."""
    return attached(call(receipt_proof, identity), "text/plain", f"receipt-{identity}.tlog-proof")


def printed(identity: UUID) -> Response:
    """Return the answer on paper, with the receipt within."""
    # fpdf takes a third of the time that a start takes, and few answers are printed.
    from mandate_registry.web.check.answer_pdf import draw  # noqa: PLC0415 - see above

    shown, signed = call(read_answer, identity), call(read_receipt, identity)
    lang = language.chosen()
    here = installation().settings.public_url
    drawn = draw(
        answer_text(shown, Formatter(lang)), signed, f"{here}{url_for('check.answer', identity=identity)}", lang
    )
    return attached(drawn, "application/pdf", f"answer-{identity}.pdf")


def _unnamed(shown: AnswerView) -> list[int]:
    """Return the places of those whom a code named, who has to be shown again to be asked about again."""
    return [place for place, ref in enumerate(shown.request.employees) if ref == EmployeeRef()]


def _confirmed(form: Form, shown: AnswerView) -> UUID | None:
    """Ask the same again with the conditions that were ticked; returns the id of that answer."""
    if not shown.is_mine:
        raise NotFound("There is nothing here to confirm.")
    places = {f"condition-{place}": one for place, one in enumerate(shown.result.conditions)}
    ticked = {one["id"] for name, one in places.items() if form.value(name)}
    codes = {place: form.value(f"code-{place}") for place in _unnamed(shown)}
    form.errors += [FieldError(f"code-{place}", "required", "is required") for place, code in codes.items() if not code]
    if not ticked:
        open_ones = (name for name, one in places.items() if not one["stated_by_asker"])
        form.errors.append(FieldError(next(open_ones, "condition-0"), "required", "is required"))
    if not form.is_good:
        return None
    asked, found = shown.request, None
    employees = [
        EmployeeRef(code=Presented.of(codes[place])) if place in codes else ref
        for place, ref in enumerate(asked.employees)
    ]
    with form.errors_of():
        again = replace(
            asked,
            employees=tuple(employees),
            confirmed_conditions=(asked.confirmed_conditions or frozenset()) | ticked,
        )
        found = call(check, again).id
    return found  # noqa: RET504 - the block above may keep an error instead
