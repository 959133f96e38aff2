"""The import and the work lists in a real browser, without JavaScript: by label and role, on every screen."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from mandate_registry.services.permissions import Role
from tests.web.site import Site
from tests.web.uploads import STAFF


def signed_in(browser: Browser, site: Site, **options: object) -> Page:
    context = browser.new_context(locale="nl-NL", **options)  # type: ignore[arg-type]  # (options of playwright's own)
    context.add_cookies([{"name": "session", "value": site.session(Role.HR), "url": site.url}])
    return context.new_page()


@pytest.fixture
def desk(kept: Site, browser: Browser) -> Iterator[Page]:
    page = signed_in(browser, kept, java_script_enabled=False, viewport={"width": 390, "height": 844})
    yield page
    page.context.close()


def test_a_list_of_employees_is_imported_by_who_keeps_the_register(kept: Site, desk: Page, tmp_path: Path) -> None:
    file = tmp_path / "personeel.csv"
    file.write_text(STAFF)
    desk.goto(f"{kept.url}/desk/imports")
    desk.get_by_label("Het bestand dat u importeert").set_input_files(file)
    desk.get_by_role("button", name="Stuur het bestand").click()
    expect(desk.get_by_role("radio", name="Medewerkers: wie hier werkt")).to_be_checked()
    desk.get_by_role("button", name="Verder naar de kolommen").click()
    expect(desk.get_by_label("Datum in dienst")).to_have_value("employed_from")
    desk.get_by_role("button", name="Verder naar wat het betekent").click()
    expect(desk.get_by_role("main")).to_contain_text("W-900")
    desk.get_by_role("button", name="Importeer dit nu").click()
    expect(desk.get_by_role("heading", level=1)).to_have_text("Geïmporteerd")
