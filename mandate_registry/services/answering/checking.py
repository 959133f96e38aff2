"""The check: whether these people may take this decision, for this organisation, at this moment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from mandate_registry.errors import FieldError, Forbidden, InvalidInput
from mandate_registry.services.answering.asked import Asked
from mandate_registry.services.answering.asking import CheckRequest
from mandate_registry.services.answering.bounding import cost_of, giving_way, in_bounds, spend_questions
from mandate_registry.services.answering.desk import Desk, ask_and_keep
from mandate_registry.services.answering.disclosure import Told
from mandate_registry.services.callers import Caller
from mandate_registry.services.installation import Installation


def check(caller: Caller, installation: Installation, request: CheckRequest) -> Told:
    """Answer one question and keep it with what was told.

    InvalidInput names a field that cannot be: an organisation without a register here, knowledge of the future, or a
    partner's question without a purpose. Forbidden when the caller may not ask this, and TooMany when it tries too
    much: that is kept too.
    """
    return check_all(caller, installation, [request], path="")[0]


def check_all(
    caller: Caller, installation: Installation, requests: Sequence[CheckRequest], path: str = "checks.{}."
) -> list[Told]:
    """Answer many questions from one snapshot, and keep all of them with what was told in one commit.

    InvalidInput and Forbidden name the fields of all of them, TooMany refuses them all; `path` says where a question
    stands, its number put in. InvalidInput and Unavailable as `in_bounds`.
    """
    cost = cost_of(requests)
    with in_bounds(installation, cost):
        spend_questions(caller, installation, cost)
        asked = ask_and_keep(caller, installation, lambda desk: _ask(desk, requests, path))
    return [one.told for one in asked if one.told]


def _ask(desk: Desk, requests: Sequence[CheckRequest], path: str) -> list[Asked]:
    asked, invalid = [], []
    desk.look_at(requests)
    for place, request in enumerate(giving_way(requests)):
        try:
            opened = desk.opened(request)
            asked.append(desk.answer(opened))
        except InvalidInput as error:
            invalid += [_at(path, place, found) for found in error.errors]
        except Forbidden as error:
            named = (_at(path, place, found) for found in error.errors)
            asked.append(Asked.refused(opened, desk.subjects(opened), Forbidden(str(error), *named)))
    if invalid:
        raise InvalidInput(*dict.fromkeys(invalid))
    return asked


def _at(path: str, place: int, found: FieldError) -> FieldError:
    return replace(found, field=path.format(place) + found.field)
