"""What was answered about the last list with the same headings: it is suggested on the pages, and answered there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from mandate_registry.register_folder.grants.additions import SAME
from mandate_registry.register_folder.names.name_keys import known_as
from mandate_registry.register_folder.sheet.plan import ADDED, Plan, read_for, word_of
from mandate_registry.register_folder.sheet.plan_guess import guess_of, suggested_plan
from mandate_registry.register_folder.sheet.recalled_answers import digest_of, layout_of, with_answers, with_columns
from mandate_registry.register_folder.spreadsheets import SheetLayout
from mandate_registry.services.uploads.recalled_answers import Recalled, recall
from mandate_registry.services.uploads.uploads import Upload
from mandate_registry.view_context import call
from mandate_registry.web.imports.corrections import UnknownWord
from mandate_registry.web.register_names import RegisterNames
from schemas.pages.upload_forms import IS, AnswerKind

Suggested = tuple["Plan", "Recalled | None"]
"""A plan with what is suggested in it, and where that is from; None where nothing is."""


def suggested_table(upload: Upload, plan: Plan, sheets: Mapping[str, SheetLayout]) -> Suggested:
    """Return what a file is about, by the last with the headings of one of its sheets, until that is answered."""
    first = sorted(sheets.values(), key=lambda laid: (laid.name != plan.sheet, laid.is_hidden))
    for laid in first if _is_guess(plan, sheets) else ():
        if found := call(recall, upload.organisation, layout_of(laid)):
            return replace(plan, sheet=laid.name, table=found.plan.table), found
    return plan, None


def suggested_columns(upload: Upload, plan: Plan, sheets: Mapping[str, SheetLayout]) -> Suggested:
    """Return what the columns were used for, until that is answered."""
    found = _found(upload, plan, layout_of(sheets[plan.sheet])) if _is_guess(plan, sheets) else None
    return (with_columns(plan, found.plan), found) if found else (plan, None)


def suggested_answers(upload: Upload, plan: Plan, laid: SheetLayout) -> Suggested:
    """Return what was answered, where the plan has no answer of its own."""
    found = _found(upload, plan, layout_of(laid))
    return (with_answers(plan, found.plan), found) if found else (plan, None)


def suggested_words(
    upload: Upload, layout: str, unknown: Sequence[UnknownWord]
) -> tuple[list[dict[str, str]], Recalled | None]:
    """Return what words stood for, as the form of the words says it, and where that is from; of new ones nothing."""
    found = _found(upload, upload.plan, layout) if upload.plan and unknown else None
    words = [_word(found.plan, one.column, word_of(one.word)) if found else {} for one in unknown]
    return words, found if any(words) else None


def form_values_of(plan: Plan, one: UnknownWord, names: RegisterNames) -> dict[str, str]:
    """Return what a plan says that a word stands for, as the form of the words says it; nothing where it does not."""
    table = ADDED.get(one.column, "")
    told = plan.added.get(table, {}).get(known_as(one.word))
    if told is None:
        return one.answer(_word(plan, one.column, word_of(one.word)))
    return {"how": f"{IS}{names.title(table, told[SAME])}"} if SAME in told else {"how": AnswerKind.NEW.value}


def _word(plan: Plan, column: str, word: str) -> dict[str, str]:
    known, digest = plan.meanings.get(column, {}), digest_of(word)
    if kept := {word, digest} & {*plan.conditions.get(column, ())}:
        return {"how": AnswerKind.BOTH.value if kept & known.keys() else AnswerKind.CONDITION.value}
    if word not in known:
        return {}
    meant = known[word]
    if meant is None:
        return {"how": AnswerKind.SKIP.value}
    text = read_for(plan, column, meant)
    how = AnswerKind.TOGETHER if text != meant else AnswerKind.TEXT if meant else AnswerKind.EMPTY
    return {"how": how.value, "text": text}


def _found(upload: Upload, plan: Plan, layout: str) -> Recalled | None:
    found = call(recall, upload.organisation, layout)
    return found if found and found.plan.table == plan.table else None


def _is_guess(plan: Plan, sheets: Mapping[str, SheetLayout]) -> bool:
    """Return True as long as nobody has answered what the columns are."""
    laid = sheets[plan.sheet]
    return plan == suggested_plan(laid, guess_of(laid, plan.table))
