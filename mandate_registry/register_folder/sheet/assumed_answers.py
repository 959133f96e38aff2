"""A plan that answers all that a sheet leaves open somehow, so that its words can be looked at before it is answered.

Nothing is kept of it: it tells which words are not understood, and no more.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from mandate_registry.register_folder.column_notation import Notation
from mandate_registry.register_folder.grid.sheet_layout import SheetLayout
from mandate_registry.register_folder.sheet.likely_answers import MADE, likely_read
from mandate_registry.register_folder.sheet.open_questions import Question, Topic, questions
from mandate_registry.register_folder.sheet.plan import Bound, FunctionLimits, Multiple, Plan
from mandate_registry.rules.facts import Disclosure, Nature, Vat

ROUNDS = 3
"""So often it is asked anew what is open: the rows that are read decide on what else is."""
FIXED = {Topic.VAT: Vat.EXCL.value, Topic.CURRENCY: "EUR", Topic.NATURE: Nature.DECISION.value}
WHOLE: dict[Topic, dict[str, Any]] = {
    Topic.LIMITS: {"limits": FunctionLimits.EACH.value},
    Topic.NUMBERS: {"numbers": MADE},
    Topic.INSTRUMENT: {"later": ("instrument",)},
    Topic.NOTATION: {"notation": Notation.DAY_FIRST.value},
}
BY_COLUMN = {
    Topic.MARKED: ("marked", True),
    Topic.BY_TYPE: ("by_type", True),
    Topic.BOUND: ("bounds", Bound.WITHIN.value),
    Topic.MULTIPLE: ("multiples", Multiple.ONE.value),
}


def assumed(laid: SheetLayout, plan: Plan) -> Plan:
    """Return a plan with all that is open answered somehow, and none of its words, so that all are looked at."""
    made = likely_read(laid, replace(plan, meanings={}, conditions={}, added={}))
    made = replace(made, disclosure=made.disclosure or Disclosure.INTERNAL.value)
    for _ in range(ROUNDS):
        for one in questions(laid, made):
            made = _with(made, one)
    return made


def _with(plan: Plan, question: Question) -> Plan:
    """Return a plan with an answer to a question; of rows it is that all are read."""
    asks, told = question.asks, WHOLE.get(question.asks, {})
    if asks in FIXED:
        told = {"fixed": {**plan.fixed, asks.value: FIXED[asks]}}
    elif asks is Topic.ROWS:
        told = {"chosen": {**dict.fromkeys(question.values, True), **plan.chosen}}
    elif asks in BY_COLUMN:
        name, answer = BY_COLUMN[asks]
        told = {name: {**getattr(plan, name), question.column: answer}}
    return replace(plan, **told)
