"""The partner's pages: may they decide this? A question, its answer, a table of both, and a receipt brought back."""

from __future__ import annotations

from flask import Blueprint

from mandate_registry.web.asking import answers, questions, tables, verifying

asking = Blueprint("asking", __name__)
asking.add_url_rule("/ask", view_func=questions.ask, methods=["GET", "POST"])
asking.add_url_rule("/ask/table", view_func=tables.table, methods=["GET", "POST"])
asking.add_url_rule("/answers/<uuid:identity>", view_func=answers.answer, methods=["GET", "POST"])
asking.add_url_rule("/answers/<uuid:identity>/table", view_func=tables.grid)
asking.add_url_rule("/answers/<uuid:identity>/receipt.jws", view_func=answers.receipt)
asking.add_url_rule("/answers/<uuid:identity>/receipt.tlog-proof", view_func=answers.proof)
asking.add_url_rule("/answers/<uuid:identity>/receipt.pdf", view_func=answers.printed)
asking.add_url_rule("/verify", view_func=verifying.verify, methods=["GET", "POST"])
