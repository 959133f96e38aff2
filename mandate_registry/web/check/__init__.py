"""The partner's pages: may they decide this? A question, its answer, a table of both, and a receipt brought back."""

from __future__ import annotations

from flask import Blueprint

from mandate_registry.web.check import answer_pages, question_form, receipt_page, table_pages

check = Blueprint("check", __name__)
check.add_url_rule("/ask", view_func=question_form.ask, methods=["GET", "POST"])
check.add_url_rule("/ask/table", view_func=table_pages.table, methods=["GET", "POST"])
check.add_url_rule("/answers/<uuid:identity>", view_func=answer_pages.answer, methods=["GET", "POST"])
check.add_url_rule("/answers/<uuid:identity>/table", view_func=table_pages.grid)
check.add_url_rule("/answers/<uuid:identity>/receipt.jws", view_func=answer_pages.receipt)
check.add_url_rule("/answers/<uuid:identity>/receipt.tlog-proof", view_func=answer_pages.proof)
check.add_url_rule("/answers/<uuid:identity>/receipt.pdf", view_func=answer_pages.printed)
check.add_url_rule("/verify", view_func=receipt_page.verify, methods=["GET", "POST"])
