"""How a file was read, told before anything is done: what was left out, and what its words stand for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from mandate_registry.register_folder.amounts.amount_words import holds_amount
from mandate_registry.register_folder.sheet.left_out import LeftOut, RowCount
from mandate_registry.register_folder.sheet.open_questions import asks_instrument
from mandate_registry.register_folder.sheet.plan import Plan, read_for, word_of
from mandate_registry.register_folder.sheet.read_as import CorrectedCell, SheetReading
from mandate_registry.rules.facts import Vat
from mandate_registry.web.formatter import Formatter
from mandate_registry.web.imports import import_labels
from mandate_registry.web.imports.first_day_question import first_day_text
from mandate_registry.web.imports.grant_source import AS_ITS_TYPE_SAYS, COMES_WITH, GRANTED_BY, TOLD_LATER
from mandate_registry.web.imports.offers import the_same
from mandate_registry.web.imports.question_texts import NEW_TYPES, TOLD_OF_NEW
from mandate_registry.web.imports.remark_uses import told_of_remark
from mandate_registry.web.language import chosen
from mandate_registry.web.register_names import RegisterNames
from mandate_registry.web.terms import BASES

ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
"""How a form writes a day."""


def how_file_was_read(reading: SheetReading, names: RegisterNames) -> dict[str, list[tuple[str, str]]]:
    """Return what a template shows of how a file was read: what is left out of it stands apart."""
    return {
        "left": list(_left_out(reading.left_out)) if reading.left_out else [],
        "notations": _how_read(reading),
        "mended": [_of_mended(reading.plan, one) for one in reading.mended],
        "same": the_same(reading.plan, names),
        "meanings": list(meanings_of(reading.plan)),
    }


def _how_read(reading: SheetReading) -> list[tuple[str, str]]:
    """Return how a file was read."""
    of_words = _of_words(reading.left_out, reading.plan) if reading.left_out else ()
    return [*import_labels.notations(reading), *of_words, *_of_vat(reading.plan), *_of_grants(reading.plan)]


def _of_mended(plan: Plan, mended: CorrectedCell) -> tuple[str, str]:
    """Return which cell was typed over, and what it said before and says now."""
    heading = mended.heading or import_labels.column(plan.table, mended.column)
    where = str(import_labels.MENDED) % {"row": mended.row, "heading": heading}
    if not mended.before:
        return where, _in_words(mended.after) or str(import_labels.EMPTY_CELL)
    return where, " → ".join((mended.before, _in_words(mended.after) or str(import_labels.EMPTY_CELL)))


def _in_words(text: str) -> str:
    """Return a text as somebody typed it; a day of a form as the pages write days."""
    try:
        return Formatter(chosen()).date(date.fromisoformat(text)) if ISO_DAY.fullmatch(text) else text
    except ValueError:  # it only looks like a day
        return text


def _left_out(left: LeftOut) -> Iterator[tuple[str, str]]:
    if left.sheets:
        yield str(import_labels.OTHER_SHEETS), ", ".join(f"{name} ({rows})" for name, rows in left.sheets.items())
    if left.unasked:
        yield str(import_labels.UNASKED), ", ".join(left.unasked)
    if left.columns:
        yield str(import_labels.LEFT_OUT), ", ".join(left.columns)
    if left.limits.total:
        yield str(import_labels.FUNCTION_LIMITS), _listed(left.limits)
    if left.again.total:
        yield str(import_labels.SAID_BEFORE), _counted(left.again)
    for told, found in ((import_labels.NOT_READ, left.why), (import_labels.READ_ALL_THE_SAME, left.marked)):
        yield from ((str(told[why]), _counted(rows)) for why, rows in found.items())


def _of_words(left: LeftOut, plan: Plan) -> Iterator[tuple[str, str]]:
    """Yield which words were kept as conditions, and what remarks say."""
    for word, rows in left.conditions.items():
        yield _kept(plan, word), _counted(rows)
    for use, remarks in left.remarks.items():
        yield from (
            (told_of_remark(use, word, import_labels.REMARKS), _counted(rows)) for word, rows in remarks.items()
        )


def _kept(plan: Plan, text: str) -> str:
    """Return what is told of words that are kept as a condition: whether the amount in them is a limit."""
    is_limit = any(word_of(text) in plan.meanings.get(column, {}) for column in plan.conditions)
    no_limit = import_labels.NO_LIMIT_OF if holds_amount(text) else import_labels.IS_CONDITION
    return str(import_labels.LIMIT_TOO if is_limit else no_limit) % {"word": text}


def _of_vat(plan: Plan) -> Iterator[tuple[str, str]]:
    """Yield which amounts are with VAT, where that was answered by decision type: once for each basis."""
    told: dict[str, list[str]] = {}
    for word, basis in plan.vat_by.items():
        told.setdefault(basis, []).append(f"“{word}”")
    for basis, found in told.items():
        yield str(import_labels.VAT_OF) % {"word": ", ".join(found)}, str(BASES[Vat(basis)])
    if plan.vat_by and plan.fixed.get("vat"):
        yield str(import_labels.VAT_OF_OTHERS), str(BASES[Vat(plan.fixed["vat"])])


def _of_grants(plan: Plan) -> Iterator[tuple[str, str]]:
    """Yield what decision types tell of new mandates, and by which decision they are granted."""
    for name in plan.of_types:
        yield import_labels.column(plan.table, name), str(AS_ITS_TYPE_SAYS)
    if asks_instrument(plan):
        granted_by = plan.fixed.get("instrument") or str(TOLD_LATER)
        yield str(GRANTED_BY), str(COMES_WITH) % plan.granting if plan.granting else granted_by
    if plan.new_types:
        yield str(NEW_TYPES), str(TOLD_OF_NEW[plan.new_types])
    if plan.table == "mandates" and plan.since:
        yield str(import_labels.FIRST_DAY_OF_NEW), first_day_text(plan)


def _counted(rows: RowCount) -> str:
    return f"{rows.total} ({_listed(rows)})"


def _listed(rows: RowCount) -> str:
    return f"{', '.join(map(str, rows.first))}{', …' if rows.total > len(rows.first) else ''}"


def meanings_of(plan: Plan) -> Iterator[tuple[str, str]]:
    """Yield what words of the file stand for: once for all of a column that stand for the same."""
    told: dict[tuple[str, str], list[str]] = {}
    for column, meanings in plan.meanings.items():
        for word, meant in meanings.items():
            told.setdefault((column, _stands_for(plan, column, meant)), []).append(f"“{word}”")
    for (_, meaning), found in told.items():
        yield str(import_labels.STANDS_FOR) % {"word": ", ".join(found)}, meaning


def _stands_for(plan: Plan, column: str, meant: str | None) -> str:
    if meant is None:
        return str(import_labels.NOT_READ_ROW)
    if (limit := read_for(plan, column, meant)) == meant:
        said = import_labels.LEVELS.get(meant, meant) if column == "sub_mandating" else meant
        return str(said or import_labels.NOTHING_IN.get(column, import_labels.NOTHING))
    return str(import_labels.TOGETHER_UP_TO) % {"limit": limit} if limit else str(import_labels.TOGETHER)
