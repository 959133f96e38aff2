"""What the words of a sheet stand for and what is new in it, asked on the page that asks what it leaves open."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from mandate_registry.errors import FieldError, InvalidInput
from mandate_registry.register_folder.grants.additions import SAME, unknown, with_new
from mandate_registry.register_folder.names.act_wordings import nature_of
from mandate_registry.register_folder.names.name_keys import known_as
from mandate_registry.register_folder.sheet.assumed_answers import assumed
from mandate_registry.register_folder.sheet.cell_sources import RowError
from mandate_registry.register_folder.sheet.plan import ADDED, NONE, Plan, word_of
from mandate_registry.register_folder.sheet.recalled_answers import layout_of
from mandate_registry.register_folder.sheet.row_selection import selected
from mandate_registry.register_folder.spreadsheets import SheetLayout
from mandate_registry.services.approval.barred_approvers import barred_by_new_types
from mandate_registry.services.changesets.reverse_mandates import for_everything
from mandate_registry.services.uploads.import_outcome import ImportOutcome
from mandate_registry.services.uploads.upload_import import errors_of_plan
from mandate_registry.services.uploads.uploads import Upload
from mandate_registry.view_context import call
from mandate_registry.web.forms import Form
from mandate_registry.web.imports import import_labels
from mandate_registry.web.imports import question_texts as words_of_questions
from mandate_registry.web.imports.additions_plan import FIELDS, NEW, NOT, AskedAddition, parsed_additions
from mandate_registry.web.imports.corrections import UnknownWord, stated_bodies, unknown_words
from mandate_registry.web.imports.corrections_view import asked_of_words
from mandate_registry.web.imports.first_day_question import first_day_of_types
from mandate_registry.web.imports.grant_source import grant_above_list, grant_values
from mandate_registry.web.imports.likely_types import LikelyTypes
from mandate_registry.web.imports.name_candidates import Candidates
from mandate_registry.web.imports.offers import known_names
from mandate_registry.web.imports.recalled_answers import form_values_of
from mandate_registry.web.imports.remark_uses import shown_remarks, used
from mandate_registry.web.imports.settled_questions import NewRow, is_told_new, lines_of, open_groups, still_new
from mandate_registry.web.imports.word_answers import corrections_by, texts_of
from mandate_registry.web.proposals.review_texts import barred_text
from mandate_registry.web.register_names import RegisterNames
from mandate_registry.web.terms import NATURE_CHOICES
from schemas.pages.upload_forms import IS, AnswerKind

MAX_ROWS = 1000
"""Of longer sheets the words are asked about afterwards: reading those takes long."""


class EarlyQuestions:
    """The words of a sheet that are not understood, whatever else is answered.

    `said` is what the form of them begins with; `shown` what a template needs. `new` are the places of those that may
    be new, by table, in the order of their fields.
    """

    def __init__(self, upload: Upload, plan: Plan, suggested: Plan, laid: SheetLayout, names: RegisterNames) -> None:
        """Read the sheet as it would be read, however what is open is answered."""
        self.names, self.laid = names, laid
        is_short = len(laid.rows) <= MAX_ROWS
        told = replace(_assumed(laid, suggested, names) if is_short else suggested, new_types="")
        errors = _of_one_text(upload, told, call(errors_of_plan, upload.id, told)) if is_short else []
        found = ImportOutcome(errors=errors, layout=layout_of(laid))
        said, self.shown = asked_of_words(replace(upload, plan=told), found, names)
        self.unknown: list[UnknownWord] = self.shown["unknown"]
        self.shown["bodies_told"] = stated_bodies(self._errors_then(upload, told), names) if errors else []
        self.new = {table: self._new(plan, column) for column, table in ADDED.items()}
        self._candidates = {table: Candidates(names, table) for table in self.new}
        brings = self._brings_types(plan, errors, is_read=is_short)
        self.for_everything = call(for_everything, upload.organisation) if brings else []
        own = [form_values_of(plan, one, names) for one in self.unknown]
        meanings = [guess | known for guess, known in zip(said.get("meanings", []), own, strict=True)]
        self.likely = LikelyTypes(laid, told, names)
        cells = [(column, self.unknown[at].word) for column, table in ADDED.items() for at in self.new[table]]
        made = with_new(replace(told, added=plan.added), laid, cells, known_names(names))
        self.said: dict[str, Any] = {"meanings": self._with_new(meanings)}
        for table, places in self.new.items():
            self.said[FIELDS[table]] = [self._said(table, self.unknown[at], made, plan) for at in places]
        day = first_day_of_types(replace(plan, granting=plan.granting or told.granting), laid, names)
        self.said["ofAll"] = {"validFrom": day, "body": self.likely.body}

    def _brings_types(self, plan: Plan, errors: Collection[RowError], *, is_read: bool) -> bool:
        """Return True if the sheet may bring in new decision types; of one that was not read here it is not known.

        A name that is suggested to be a type of the register brings in none, until somebody says otherwise of it.
        """
        is_told = any(SAME not in cells for cells in plan.added.get("decision_types", {}).values())
        is_found = any(one.code == "open_new_types" for one in errors)
        is_any_new = any(not self.unknown[at].suggested.startswith(IS) for at in self.new["decision_types"])
        return is_found or is_told or is_any_new or (plan.table == "decision_types" and not is_read)

    def _errors_then(self, upload: Upload, told: Plan) -> list[RowError]:
        """Return what would be asked once the words are answered as is suggested, others as if they were empty."""
        meanings: dict[str, dict[str, str | None]] = {}
        for one in self.unknown:
            if one.suggested.startswith(IS) or one.column not in ADDED:
                text = one.suggested.removeprefix(IS) if one.suggested.startswith(IS) else ""
                meanings.setdefault(one.column, {})[word_of(one.word)] = text
        return call(errors_of_plan, upload.id, replace(told, meanings=meanings))

    def _new(self, plan: Plan, column: str) -> list[int]:
        """Return the places of the words that are one name which the register does not have."""
        known = known_names(self.names)
        plan = replace(plan, meanings={})
        return [
            at
            for at, one in enumerate(self.unknown)
            if one.column == column
            and list(map(known_as, unknown(plan, column, one.word, known))) == [known_as(one.word)]
        ]

    def _with_new(self, meanings: list[dict[str, str]]) -> list[dict[str, str]]:
        """Suggest of a word that it is new, where nothing of the register or of the list looks like it."""
        for table in self.new:
            for at in self.new[table]:
                one = self.unknown[at]
                if not meanings[at].get("how") and not one.same and not one.near:
                    meanings[at]["how"] = AnswerKind.NEW.value
        return meanings

    def _said(self, table: str, one: UnknownWord, made: Plan, plan: Plan) -> dict[str, str]:
        """Return what is told of something new, or what is suggested."""
        word = known_as(one.word)
        cells = made.added.get(table, {}).get(word, {})
        told = plan.added.get(table, {}).get(word, {})
        said = {"word": word, "title": cells.get("title_nl") or cells.get("title", ""), "code": cells.get("code", "")}
        if table == "positions":
            return said | ({"unit": told["unit"] or NONE} if "unit" in told else {})
        body = told.get("body") or self.likely.body_of(one.rows)
        own = "" if body == self.likely.body else body
        return said | {"body": own, "nature": told.get("nature") or self.likely.nature_of(one.word)}

    def labels(self) -> dict[str, str]:
        """Return by field what it is about, for the summary of what is wrong."""
        told = {f"meanings.{at}.{name}": one.word for at, one in enumerate(self.unknown) for name in ("how", "text")}
        for table, places in self.new.items():
            for place, at in enumerate(places):
                of_new = ("title", "code", "body", "nature", "unit")
                told |= {f"{FIELDS[table]}.{place}.{name}": self.unknown[at].word for name in of_new}
        return told | {f"ofAll.{name}": str(text) for name, text in import_labels.OF_ALL.items()}

    def page(self, form: Form) -> dict[str, Any]:
        """Return what a template shows of the words, by what a form says of them."""
        rows = {
            table: [self._new_row(table, place, at) for place, at in enumerate(places)]
            for table, places in self.new.items()
        }
        asked = {table: still_new(found, form) for table, found in rows.items()}
        new = {row.at: row for found in rows.values() for row in found}
        found = call(barred_by_new_types, self.names.oin) if asked["decision_types"] else []
        return {
            "lines": lines_of(self.shown["groups"], form, new),
            "words_asked": open_groups(self.shown["groups"], form, new),
            "new_types": asked["decision_types"],
            "new_positions": asked["positions"],
            "told_new": {
                table: [one for one in found if is_told_new(one, FIELDS[table], form)] for table, found in asked.items()
            },
            "known": self.shown["known"],
            "bodies_told": self.shown["bodies_told"],
            "barred": barred_text(found, self.names),
            "for_everything": self.for_everything,
            "of_new_types": words_of_questions.HELD_BACK,
        } | self._choices()

    def _new_row(self, table: str, place: int, at: int) -> NewRow:
        one = self.unknown[at]
        return NewRow(place, at, one, nature_of(one.word), bool(self._candidates[table].slips(one.word)))

    def _choices(self) -> dict[str, Any]:
        return {
            "of_bodies": self.names.options("bodies"),
            "of_natures": [(value, str(text)) for value, text in NATURE_CHOICES.items()],
            "of_units": [(NONE, str(import_labels.OF_NO_UNIT)), *self.names.options("units")],
        }

    def answered(self, plan: Plan, said: dict[str, Any]) -> Plan:
        """Return the plan with what a form says of words and of what is new; InvalidInput names what is open."""
        said = texts_of(said | {"meanings": [self._by_all(one, said["all_new"]) for one in said["meanings"]]})
        self._must_be_answered(plan, said)
        meant = {(one["column"], word_of(one["word"])): one["how"] for one in said["meanings"]}
        kept = {
            table: {word: cells for word, cells in found.items() if not self._is_shown(table, word)}
            for table, found in plan.added.items()
        }
        made = corrections_by(replace(plan, added=kept), self.laid, said, self.names)
        asked = {table: self._asked(table, made) for table in ADDED.values() if said[table] and self.new[table]}
        for column, table in ADDED.items():
            hows = {known_as(word): how for (name, word), how in meant.items() if name == column}
            said[table] = [
                one | {"how": NEW if hows.get(one["word"]) == AnswerKind.NEW else NOT} for one in said[table]
            ]
        told = parsed_additions(made, said, asked, self.names).added
        rest = {table: {**made.added.get(table, {}), **told.get(table, {})} for table in ADDED.values()}
        return replace(made, added={table: found for table, found in rest.items() if found})

    def _by_all(self, one: dict[str, Any], all_new: Collection[str]) -> dict[str, Any]:
        """Return what is said of a word: new with all others of its table, where nothing else is said.

        What may be a slip of a title of the register is not: that is said one by one.
        """
        table = ADDED.get(one["column"], "")
        if one["how"] or one["text"] or table not in all_new or self._candidates[table].slips(one["word"]):
            return one
        return one | {"how": AnswerKind.NEW}

    def _is_shown(self, table: str, word: str) -> bool:
        return any(known_as(self.unknown[at].word) == word for at in self.new[table])

    def _asked(self, table: str, plan: Plan) -> list[AskedAddition]:
        options = [(NEW, ""), (NOT, "")]
        words = (known_as(self.unknown[at].word) for at in self.new[table])
        return [AskedAddition(word, plan.added.get(table, {}).get(word, {}), word, options, []) for word in words]

    def _why_by_hand(self, at: int) -> str:
        """Return why a word is to be answered by itself, also where all others of its table are new."""
        one = self.unknown[at] if at < len(self.unknown) else None
        found = [*(text for text, _ in one.same), *one.near] if one else []
        names = {"names": " · ".join(known.strip("“”") for known in dict.fromkeys(found))}
        return str(import_labels.LOOKS_LIKE) % names if found else str(import_labels.BY_HAND)

    def _must_be_answered(self, plan: Plan, said: dict[str, Any]) -> None:
        """Refuse a word without an answer that stands in a row which is read."""
        read = {row for row, _ in selected(self.laid, plan).rows}
        rows = {(one.column, word_of(one.word)): read & {*one.rows} for one in self.unknown}
        open_ = [
            FieldError(f"meanings.{at}.how", "untold", self._why_by_hand(at))
            for at, one in enumerate(said["meanings"])
            if not (one["how"] or one["text"]) and rows.get((one["column"], word_of(one["word"])))
        ]
        open_ += [
            FieldError(f"bodies.{at}.body", "required", "")
            for at, one in enumerate(said["bodies"])
            if not one["body"] and read & {*one["rows"]}
        ]
        if open_:
            raise InvalidInput(*open_)


def _of_one_text(upload: Upload, plan: Plan, errors: list[RowError]) -> list[RowError]:
    """Return errors without those of words that need a text of their own in each row: they are mended row by row."""
    apart = [one for one in unknown_words(replace(upload, plan=plan), errors) if not one.is_one_text]
    words = {(one.column, word_of(one.word)) for one in apart}
    return [one for one in errors if (one.column, word_of(one.value)) not in words]


def _assumed(laid: SheetLayout, plan: Plan, names: RegisterNames) -> Plan:
    """Return a plan to look at the words with, with what is suggested of remarks and of the decision that grants."""
    shown = shown_remarks(laid, plan, names)
    uses = used([{"column": one.column, "word": one.word, "use": one.use} for one in shown], shown)
    made = assumed(laid, replace(plan, remarks=uses))
    told = grant_above_list(laid, plan, names) if "instrument" in made.later else {}
    try:
        granting = grant_values(told, names) if told else {}
    except InvalidInput:  # what stands above the list does not tell all of it
        return made
    fixed = {**made.fixed, "instrument": granting["reference"]} if granting else made.fixed
    return replace(made, granting=granting, later=() if granting else made.later, fixed=fixed)
