"""What a proposal changes in what people may decide, line by line: all of it, page by page."""

from __future__ import annotations

from uuid import UUID

from flask import Response, request

from mandate_registry.services.approval.shown_plan import show_changes
from mandate_registry.services.changesets import proposals
from mandate_registry.services.changesets.changeset_impact import Impact, NamedDifference
from mandate_registry.services.changesets.proposals import Proposal
from mandate_registry.services.pagination import Page, Slice
from mandate_registry.view_context import call
from mandate_registry.web.changes.changeset_view import effect_of
from mandate_registry.web.context import page
from mandate_registry.web.page_links import next_url, requested_slice
from mandate_registry.web.proposals.effect_texts import EffectLine, lines_of
from mandate_registry.web.proposals.effects import moves_power
from mandate_registry.web.proposals.grouped_effects import called
from mandate_registry.web.proposals.proposal_titles import title_of
from mandate_registry.web.register_names import RegisterNames

PAGE_SIZE = 50
"""How many lines one page shows."""


def show(identity: UUID) -> Response:
    """Show the lines of the people whom the address names (`employee`), or of everybody.

    With `unsaid` these are the lines by which nobody gains or loses.
    """
    proposal = call(proposals.get_changeset, identity)
    effect, _review, refusal = effect_of(proposal)
    found = [] if effect is None else _wanted(effect)
    return page(
        "changes/line_by_line.html",
        changeset=proposal.kept.changeset,
        title=title_of(proposal.kept.changeset),
        refusal=refusal,
        whose=sorted({called(one) for one in found}) if request.args.getlist("employee") else [],
        unsaid="unsaid" in request.args,
        names=(names := _names(proposal)),
        part=(part := _part(lines_of(found, names))),
        next_url=next_url(part),
    )


def _names(proposal: Proposal) -> RegisterNames:
    names = RegisterNames(proposal.organisation)
    names.add(call(show_changes, proposal.kept.changeset.id, Slice({}, 1)).named)
    return names


def _wanted(effect: Impact) -> list[NamedDifference]:
    wanted, of_power = request.args.getlist("employee"), "unsaid" not in request.args
    found = (one for one in effect.differences if moves_power(one) is of_power)
    return [one for one in found if not wanted or one.employee in wanted]


def _part(lines: list[EffectLine]) -> Page[EffectLine]:
    wanted = requested_slice(PAGE_SIZE)
    end = wanted.after + wanted.limit
    return Page(lines[wanted.after : end], end if end < len(lines) else None)
