"""The plan of a changeset or of an import as a table: what each entry says before and after, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from flask import request

from mandate_registry.rules.fields import fields_of
from mandate_registry.rules.findings.remarks import LIMIT_NOT_ASKED, in_short
from mandate_registry.rules.integrity import KEYS, references
from mandate_registry.rules.lifecycle.lifecycle import ChangeKind
from mandate_registry.services.approval.shown_plan import PlanPage
from mandate_registry.services.changesets.plan_view import ChangeView
from mandate_registry.services.changesets.planned_change import EXPECTED
from mandate_registry.services.pagination import Slice
from mandate_registry.web.field_labels import LABELS
from mandate_registry.web.forms import Form
from mandate_registry.web.language import gettext as _
from mandate_registry.web.mandate_texts import Change, MandateFormatter, laid_out
from mandate_registry.web.page_links import next_url, requested_slice
from mandate_registry.web.register_names import TITLES, RegisterNames
from mandate_registry.web.terms import BASES, MAY, NATURE_CHOICES, REASONS, TABLES, TRIGGER_CHOICES, saying, toned

PAGE_SIZE = 200
"""How many changes one page shows, most of them in a row of a table."""

MIN_TO_GROUP = 5
"""So many changes are shown in full where a page sums up what it is about."""

KINDS = toned("planned_changes")

OUTDATED = saying("outdated_entries", "text")
"""Why a proposal is out of date; anything else is told as the register says it."""

OF_EXPECTED = saying("expectation_fields", "name")
"""How the fields of an expected answer are called."""

USUAL = ("no_limit", "no_end", "position_shared", LIMIT_NOT_ASKED)
"""What stands out and is often meant, by its code: it is told without alarm."""

WORDS: dict[str, Mapping[Any, Any]] = {"nature": NATURE_CHOICES, "trigger": TRIGGER_CHOICES, "vat": BASES}
OF_ITS_FATE = ("approved", "holder_consent", "superior_consent", "suspensions", "revoked_at")
PERIOD = ("valid_from", "valid_until")


def plan_slice() -> Slice:
    """Return which part of a plan the address asks for."""
    table, kind = request.args.get("table", ""), request.args.get("kind", "")
    filters = {"table": table if table in TABLES else "", "kind": ChangeKind(kind) if kind in KINDS else ""}
    given = filters | {"warning": request.args.get("warning", "")}
    return requested_slice(PAGE_SIZE, **{name: value for name, value in given.items() if value})


def plan_context(shown: PlanPage) -> dict[str, Any]:
    """Return what a template shows of a plan."""
    table = _Table(RegisterNames(shown.organisation), shown)
    counts = [(_table(table), KINDS[kind].text, count) for (table, kind), count in shown.summary.counts.items()]
    return {
        "rows": [table.row(seen) for seen in shown.page.items],
        "counts": counts,
        "warnings": [_said(in_short(code, count)) for code, count in shown.summary.warnings.items()],
        "unasked": _unasked(shown, table),
        "alarms": any(code not in USUAL for code in shown.summary.warnings),
        "outdated": [(_table(one.table), one.key, OUTDATED.get(one.code), one.detail) for one in shown.outdated],
        "is_short": sum(shown.summary.counts.values()) <= MIN_TO_GROUP,
        "ends": any(kind is ChangeKind.ENDED for _, kind in shown.summary.counts),
        "form": Form({name: request.args.get(name, "") for name in ("table", "kind", "warning")}),
        "is_filtered": any(map(request.args.get, ("table", "kind", "warning"))),
        "options": _options(shown),
        "next_url": next_url(shown.page),
    }


def _unasked(shown: PlanPage, table: _Table) -> list[tuple[str, list[str]]]:
    """Return the decision types of which no amount has to be told, each with the mandates that have a limit on it."""
    found: dict[str, list[str]] = {}
    for seen in shown.page.items:
        for one in seen.warnings:
            for called in dict(one.sentence.values)["types"] if one.code == LIMIT_NOT_ASKED else ():
                found.setdefault(called.key, []).append(seen.change.key)
    return sorted((table.type(code), numbers) for code, numbers in found.items())


def _options(shown: PlanPage) -> dict[str, list[tuple[str, str]]]:
    """Return by what a plan may be filtered: by what there is in it."""
    everything = ("", _("All"))
    tables = dict.fromkeys(table for table, _kind in shown.summary.counts)
    kinds = [kind for kind in KINDS if any(kind == found for _table_, found in shown.summary.counts)]
    return {
        "table": [everything, *((table, _table(table)) for table in tables)],
        "kind": [everything, *((kind, str(KINDS[kind].text)) for kind in kinds)],
        "warning": [everything, *((code, _said(in_short(code, n))) for code, n in shown.summary.warnings.items())],
    }


def _table(name: str) -> str:
    return str(TABLES[name])


class _Table:
    """Tells the changes of a plan, of one register."""

    def __init__(self, names: RegisterNames, shown: PlanPage) -> None:
        self._names = names
        self._saying = MandateFormatter(names)
        names.add(shown.named)

    def type(self, code: str) -> str:
        """Return what a decision type is called, also one that the plan adds."""
        return self._names.title("decision_types", code)

    def row(self, seen: ChangeView) -> dict[str, Any]:
        """Return the row of a change."""
        text, tone = KINDS[seen.kind]
        return {
            "kind": text,
            "tone": tone,
            "table": _table(seen.change.table),
            "title": self._title(seen),
            "href": seen.change.table == "mandates" and seen.before is not None and seen.change.entry,
            "changes": self._changes(seen),
            "warnings": [_said(found.sentence, self._names) for found in seen.warnings],
            "tones": ["partly" if found.code in USUAL else "bad" for found in seen.warnings],
            "seen": seen,
        }

    def _title(self, seen: ChangeView) -> str:
        table, key, fact = seen.change.table, seen.change.key, seen.after or seen.before
        if fact is None or table in (EXPECTED, "mandates"):
            return key
        if table == "decision_types" or table in TITLES:
            title = self._names.write.title(fact) if table == "decision_types" else getattr(fact, TITLES[table])
            return f"{title} ({key})"
        called = {field: self._called(target, code) for field, target, code in references(table, fact)}
        return ", ".join(called[name] for name in KEYS[table] if name in called) or key

    def _changes(self, seen: ChangeView) -> list[Change]:
        """Return the changed fields; all fields of a new entry, and the period of one that ends."""
        table, before, after = seen.change.table, seen.before, seen.after
        if after is None:
            return [] if before is None or table == EXPECTED else self._of_its_period(table, before, PERIOD)
        if table == EXPECTED:
            return self._of_expected(before, after)
        said = [{} if fact is None else dict(self._fields_of(table, fact)) for fact in (before, after)]
        names = [name for name in said[1] | said[0] if said[0].get(name, "") != said[1].get(name, "")]
        if before is None and table == "mandates":
            names = [name for name in names if name != "approved"]  # which it is only by this plan
        changes = [Change(LABELS[table][name], said[0].get(name, ""), said[1].get(name, "")) for name in names]
        begun = self._of_its_period(table, after, PERIOD[:1]) if seen.kind is ChangeKind.ENDED else []
        of_mandate = self._of_mandate(before, after) if table == "mandates" else []
        return [*begun, *of_mandate, *changes]

    def _of_expected(self, before: Any, after: Any) -> list[Change]:
        """Return an expected answer by the fields that `checks.yaml` has."""
        said = [
            {one.name: self._expected(one.name, getattr(side, one.name)) for one in fields(after)}
            for side in (before, after)
            if side
        ]
        was = said[0] if before else {}
        differ = [name for name, text in said[-1].items() if was.get(name, "") != text and name != "id"]
        return [Change(OF_EXPECTED[name], was.get(name, ""), said[-1][name]) for name in differ]

    def _expected(self, name: str, value: Any) -> str:
        if value in (None, "", ()):
            return ""
        if name == "outcome":
            return str(MAY[value])
        if name == "reason" and value in REASONS:
            return str(REASONS[value])
        if name == "vat":
            return str(BASES[value])
        if name == "decision_type":
            return self._names.title("decision_types", value)
        return "; ".join(map(str, value)) if isinstance(value, tuple) else str(value)

    def _of_its_period(self, table: str, fact: Any, names: tuple[str, ...]) -> list[Change]:
        said = laid_out(fact)
        return [Change(LABELS[table][name], "", text) for name in names if (text := self._value(name, said[name]))]

    def _of_mandate(self, before: Any, after: Any) -> list[Change]:
        if before is None:
            return [Change(label, "", text) for label, text in self._saying.mandate(after)]
        return self._saying.changes(before, laid_out(after))

    def _fields_of(self, table: str, fact: Any) -> Iterator[tuple[str, str]]:
        """Yield all that an entry says; of a mandate only its fate."""
        said = laid_out(fact)
        called: dict[str, list[str]] = {}
        for field, target, code in references(table, fact):
            called.setdefault(field, []).append(self._called(target, code))
        for name in OF_ITS_FATE if table == "mandates" else (*(one.name for one in fields_of(type(fact))), *PERIOD):
            text = "; ".join(called[name]) if name in called else self._value(name, said[name])
            if text:
                yield name, text

    def _called(self, table: str, code: str) -> str:
        return self._names.title(table, code) if table == "decision_types" or table in TITLES else code

    def _value(self, name: str, value: Any) -> str:
        if value in (None, (), ""):
            return ""
        if name in WORDS:
            return str(WORDS[name][value])
        if name == "valid_until":
            return self._saying.last_day(value)
        if name == "suspensions":
            return "; ".join(self._names.write.stopped(period, self._names.zone) for period in value)
        write = {
            bool: lambda: _("Yes") if value else _("No"),
            Decimal: lambda: self._names.write.amount(value),
            datetime: lambda: self._saying.day(value),
            date: lambda: self._names.write.date(value),
        }
        return write.get(type(value), lambda: str(value))()


def _said(sentence: Any, names: RegisterNames | None = None) -> str:
    """Return a sentence of the rules in the language of the page."""
    if names is None:
        return str(sentence.said(_, str))
    return str(sentence.said(_, lambda moment: names.write.bound(moment, names.zone), names.called))
