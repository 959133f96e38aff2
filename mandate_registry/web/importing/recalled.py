"""What was answered about the last list with the same headings: it is suggested on the pages, and answered there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from mandate_registry.register_folder.additions import SAME
from mandate_registry.register_folder.guessing import guess_of
from mandate_registry.register_folder.naming import known_as
from mandate_registry.register_folder.plan import ADDED, Plan, read_for, word_of
from mandate_registry.register_folder.spreadsheets import Laid
from mandate_registry.register_folder.taking_over import digest_of, layout_of, with_answers, with_columns
from mandate_registry.services.changing.recalling import Recalled, recall
from mandate_registry.services.changing.uploading import Upload
from mandate_registry.web.context import call
from mandate_registry.web.importing.mending import UnknownWord
from mandate_registry.web.names import Names
from schemas.pages.uploads import IS, How

Suggested = tuple["Plan", "Recalled | None"]
"""A plan with what is suggested in it, and where that is from; None where nothing is."""


def suggested_table(upload: Upload, plan: Plan, sheets: Mapping[str, Laid]) -> Suggested:
    """Return what a file is about, by the last with the headings of one of its sheets, until that is answered."""
    first = sorted(sheets.values(), key=lambda laid: (laid.name != plan.sheet, laid.is_hidden))
    for laid in first if _is_guess(plan, sheets) else ():
        if found := call(recall, upload.organisation, layout_of(laid)):
            return replace(plan, sheet=laid.name, table=found.plan.table), found
    return plan, None


def suggested_columns(upload: Upload, plan: Plan, sheets: Mapping[str, Laid]) -> Suggested:
    """Return what the columns were used for, until that is answered."""
    found = _found(upload, plan, layout_of(sheets[plan.sheet])) if _is_guess(plan, sheets) else None
    return (with_columns(plan, found.plan), found) if found else (plan, None)


def suggested_answers(upload: Upload, plan: Plan, laid: Laid) -> Suggested:
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


def said_of(plan: Plan, one: UnknownWord, names: Names) -> dict[str, str]:
    """Return what a plan says that a word stands for, as the form of the words says it; nothing where it does not."""
    table = ADDED.get(one.column, "")
    told = plan.added.get(table, {}).get(known_as(one.word))
    if told is None:
        return one.answer(_word(plan, one.column, word_of(one.word)))
    return {"how": f"{IS}{names.title(table, told[SAME])}"} if SAME in told else {"how": How.NEW.value}


def _word(plan: Plan, column: str, word: str) -> dict[str, str]:
    known, digest = plan.meanings.get(column, {}), digest_of(word)
    if kept := {word, digest} & {*plan.conditions.get(column, ())}:
        return {"how": How.BOTH.value if kept & known.keys() else How.CONDITION.value}
    if word not in known:
        return {}
    meant = known[word]
    if meant is None:
        return {"how": How.SKIP.value}
    text = read_for(plan, column, meant)
    how = How.TOGETHER if text != meant else How.TEXT if meant else How.EMPTY
    return {"how": how.value, "text": text}


def _found(upload: Upload, plan: Plan, layout: str) -> Recalled | None:
    found = call(recall, upload.organisation, layout)
    return found if found and found.plan.table == plan.table else None


def _is_guess(plan: Plan, sheets: Mapping[str, Laid]) -> bool:
    """Return True as long as nobody has answered what the columns are."""
    return plan == guess_of(sheets[plan.sheet], plan.table)
