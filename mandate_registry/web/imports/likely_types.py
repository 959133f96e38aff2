"""What a new decision type likely is, as its rows, the heading of the list and the register tell it: suggestions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from mandate_registry.register_folder.names.act_wordings import act_of, nature_of
from mandate_registry.register_folder.names.named_decisions import adopted
from mandate_registry.register_folder.sheet.plan import Plan, word_of
from mandate_registry.register_folder.sheet.row_remarks import BODY, remarks
from mandate_registry.register_folder.spreadsheets import SheetLayout
from mandate_registry.web.register_names import RegisterNames

ENOUGH = 2
"""So many decision types of the register with the same act tell what kind of act it is, if they all say the same."""


class LikelyTypes:
    """What is likely of the new decision types of a list; `body` is whose decision most of them are."""

    def __init__(self, laid: SheetLayout, plan: Plan, names: RegisterNames) -> None:
        """Look at the remarks of its rows, and at what the register says of decision types."""
        bodies = names.facts("bodies")
        above = adopted(laid.above, bodies.values())
        of_list = next((code for code, body in bodies.items() if above and body.name == above[0]), "")
        self.body = plan.fixed.get("on_behalf_of", "") or of_list
        self._bodies = {
            row: use.removeprefix(BODY)
            for column, uses in plan.remarks.items()
            for text, rows in remarks(laid, plan, column).items()
            for row in rows
            if (use := uses.get(word_of(text), "")).startswith(BODY)
        }
        self._natures: dict[str, list[str]] = defaultdict(list)
        for fact in names.facts("decision_types").values():
            if fact.nature and (act := act_of(fact.title_nl)):
                self._natures[act].append(str(fact.nature))

    def body_of(self, rows: Iterable[int]) -> str:
        """Return whose decision something is: of the only body that its rows name, or else of that of the list."""
        named = {self._bodies.get(row, "") for row in rows}
        return named.pop() or self.body if len(named) == 1 else self.body

    def nature_of(self, name: str) -> str:
        """Return what kind of act a name says that it is, or all decision types of the register are that do the same.

        "" where few or not all of them are.
        """
        if told := nature_of(name):
            return told
        found = self._natures.get(act_of(name), []) if act_of(name) else []
        return found[0] if len(found) >= ENOUGH and len(set(found)) == 1 else ""
