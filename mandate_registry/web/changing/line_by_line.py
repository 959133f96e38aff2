"""What a proposal changes in what people may decide, line by line: all of it, page by page."""

from __future__ import annotations

from uuid import UUID

from flask import Response, request

from mandate_registry.services.changing import proposals
from mandate_registry.services.changing.impact import Impact, Told
from mandate_registry.services.changing.proposals import Proposal
from mandate_registry.services.changing.showing import show_changes
from mandate_registry.services.pages import Page, Slice
from mandate_registry.web.changing.changesets import effect_of
from mandate_registry.web.context import call, page
from mandate_registry.web.effects import Line, lines_of, moves_power
from mandate_registry.web.folding import called
from mandate_registry.web.names import Names
from mandate_registry.web.paging import asked_slice, next_url
from mandate_registry.web.titles import title_of

AT_ONCE = 50
"""How many lines one page shows."""


def show(identity: UUID) -> Response:
    """Show the lines of the people whom the address names (`employee`), or of everybody.

    With `unsaid` these are the lines by which nobody gains or loses.
    """
    proposal = call(proposals.get_changeset, identity)
    effect, _review, refusal = effect_of(proposal)
    found = [] if effect is None else _wanted(effect)
    return page(
        "changing/line_by_line.html",
        changeset=proposal.kept.changeset,
        title=title_of(proposal.kept.changeset),
        refusal=refusal,
        whose=sorted({called(one) for one in found}) if request.args.getlist("employee") else [],
        unsaid="unsaid" in request.args,
        names=(names := _names(proposal)),
        part=(part := _part(lines_of(found, names))),
        next_url=next_url(part),
    )


def _names(proposal: Proposal) -> Names:
    names = Names(proposal.organisation)
    names.add(call(show_changes, proposal.kept.changeset.id, Slice({}, 1)).named)
    return names


def _wanted(effect: Impact) -> list[Told]:
    whose, of_power = request.args.getlist("employee"), "unsaid" not in request.args
    return [one for one in effect.differences if moves_power(one) is of_power and (not whose or one.employee in whose)]


def _part(lines: list[Line]) -> Page[Line]:
    wanted = asked_slice(AT_ONCE)
    end = wanted.after + wanted.limit
    return Page(lines[wanted.after : end], end if end < len(lines) else None)
