"""What the rules and the services say, as a page writes it."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest
from flask import Flask

from mandate_registry.rules.facts import Vat
from mandate_registry.rules.powers.powers import Limit
from mandate_registry.services.permissions import Role
from mandate_registry.web.formatter import Formatter
from tests.web.pages import text_of
from tests.web.site import Site

HUNDRED, THOUSAND = Decimal(100), Decimal(1000)


@pytest.fixture
def in_dutch() -> Iterator[None]:
    with Flask(__name__).test_request_context("/?lang=nl"):
        yield


@pytest.mark.usefixtures("in_dutch")
@pytest.mark.parametrize(
    ("above", "below", "maximum", "text"),
    [
        (None, None, THOUSAND, "tot en met € 1.000 exclusief btw"),
        (None, THOUSAND, None, "minder dan € 1.000 exclusief btw"),
        (None, THOUSAND, THOUSAND, "minder dan € 1.000 exclusief btw"),
        (None, THOUSAND, HUNDRED, "tot en met € 100 exclusief btw"),
        (HUNDRED, None, THOUSAND, "meer dan € 100 en tot en met € 1.000 exclusief btw"),
        (HUNDRED, None, None, "meer dan € 100 exclusief btw"),
    ],
)
def test_of_two_limits_the_one_that_binds_is_said(
    above: Decimal | None, below: Decimal | None, maximum: Decimal | None, text: str
) -> None:
    said = Formatter("nl").limit(Limit("EUR", Vat.EXCL, above, below, maximum))
    assert said.replace("\N{NO-BREAK SPACE}", " ") == text


@pytest.mark.usefixtures("in_dutch")
@pytest.mark.parametrize(
    ("condition", "text"),
    [
        ("The matter belongs to one of these units: wijken.", "De zaak hoort bij een van deze onderdelen: wijken."),
        ("The matter belongs to the holder's own unit.", "De zaak hoort bij het eigen onderdeel van de gemandateerde."),
        ("Na overleg met de wethouder.", "Na overleg met de wethouder."),
    ],
)
def test_a_condition_that_the_rules_made_is_said_in_the_language_of_the_page(condition: str, text: str) -> None:
    assert Formatter("nl").condition(condition) == text


def test_what_is_found_in_a_register_is_said_in_dutch(kept: Site) -> None:
    page = text_of(kept.client(Role.HR).get("/desk/findings?lang=nl").text)
    assert "Bij mandaat WL-7.5 ontbreekt de instemming van de leidinggevende van de gemandateerde." in page
    assert "Mandate WL" not in page
