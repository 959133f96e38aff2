"""A page of a search ends when enough people were asked, and no page takes this for the end."""

from __future__ import annotations

import pytest

from mandate_registry.rules.check_requests import CheckRequest
from mandate_registry.services.callers import COMMAND_LINE
from mandate_registry.services.checks.authority_search import Authority, SearchPage, search, search_page
from mandate_registry.services.installation import Installation
from tests.support import templates
from tests.support.demo import WIERDENLAND
from tests.support.templates import Template

WHO_MAY = CheckRequest(organisation=WIERDENLAND, employees=(), decision_type="information.woo")


@pytest.fixture(scope="module")
def template() -> Template:
    return templates.BOTH_SAMPLES


@pytest.mark.parametrize("most_asked", [1, 2, 7])
def test_parts_lead_on_until_everybody_was_asked(shared_installation: Installation, most_asked: int) -> None:
    found: list[Authority] = []
    part: SearchPage | None = SearchPage(3, most_asked=most_asked)
    while part:
        page = search_page(COMMAND_LINE, shared_installation, WHO_MAY, part)
        assert len(page.items) <= min(3, most_asked)
        found += page.items
        part = SearchPage(3, page.next_after, most_asked) if page.next_after else None
    assert found
    assert found == search(COMMAND_LINE, shared_installation, WHO_MAY)
