"""What people type on the forms of the desk: titles for codes, names for numbers, and all that a seat can say."""

from __future__ import annotations

import re

import pytest

from mandate_registry.rules.facts import DecisionType
from mandate_registry.services.callers import COMMAND_LINE
from mandate_registry.services.expected_checks.expectations import list_expected
from mandate_registry.services.pagination import Slice
from mandate_registry.services.permissions import Role
from mandate_registry.web import typed_names
from mandate_registry.web.formatter import Formatter
from tests.support.demo import DUINRAND, WIERDENLAND
from tests.web.expected_checks import EXPECTED
from tests.web.forms import fill, sent
from tests.web.mandates import GRANT, granted, read
from tests.web.pages import text_of
from tests.web.partner_forms import wrong
from tests.web.site import Site

TITLE = "Besluiten tot een overeenkomst"
NOBODY = {"seats.0.at": ""}
ELSEWHERE = NOBODY | {"seats.0.organisation": DUINRAND}

SEATS = [
    ("a name", NOBODY | {"seats.0.employee": "imke  ravenstein"}, "employee:W-012"),
    ("a number", NOBODY | {"seats.0.employee": "W-024"}, "employee:W-024"),
    ("a name in a position", {"seats.0.employee": "Imke Ravenstein"}, "position:griffier+employee:W-012"),
    ("everybody", {"seats.0.at": "anyone"}, "anyone"),
    ("a unit", {"seats.0.at": "unit:inkoop"}, "unit:inkoop"),
    ("somebody there", ELSEWHERE | {"seats.0.employee": "D-001"}, f"{DUINRAND}/employee:D-001"),
    (
        "a position there",
        ELSEWHERE | {"seats.0.position": "gemeentesecretaris"},
        f"{DUINRAND}/position:gemeentesecretaris",
    ),
    (
        "somebody in a position there",
        ELSEWHERE | {"seats.0.position": "gemeentesecretaris", "seats.0.employee": "D-001"},
        f"{DUINRAND}/position:gemeentesecretaris+employee:D-001",
    ),
]


@pytest.mark.parametrize(("otherwise", "seat"), [case[1:] for case in SEATS], ids=[case[0] for case in SEATS])
def test_a_seat_is_said_in_the_form_and_is_there_again_when_it_comes_back(
    kept: Site, otherwise: dict[str, str], seat: str
) -> None:
    number = f"S-{[case[2] for case in SEATS].index(seat)}"
    granted(kept, number, **otherwise)
    stored = read(kept, number)
    assert [str(one) for one in stored.entry.fact.seats] == [seat]
    address = f"/desk/mandates/{stored.entry.id}/correct"
    page = kept.client(Role.HR).get(address).text
    again = dict(re.findall(r'name="(seats\.0\.[a-z]+)" type="text" value="([^"]+)"', page))
    chosen = re.search(
        r'<option value="([^"]+)" selected', page.partition('name="seats.0.at"')[2].partition("<input")[0]
    )
    again["seats.0.at"] = chosen[1] if chosen else ""
    corrected = fill(kept.client(Role.HR), address, **GRANT | again | {"conditions.0": "Na advies."})
    assert corrected.status_code == 303
    assert read(kept, number).entry.fact.seats == stored.entry.fact.seats


def test_decision_types_are_typed_by_title_and_shown_by_title(kept: Site) -> None:
    granted(
        kept,
        "S-20",
        **{
            "decisionTypes.0": TITLE,
            "except.0.code": "Conclude a cooperation agreement",
            "subMandating": "1",
            "subMandatingOnly.0": TITLE.upper(),
        },
    )
    stored = read(kept, "S-20")
    fact = stored.entry.fact
    assert (fact.decision_types, fact.sub_mandating_only) == (("contract.decide",), ("contract.decide",))
    assert [held.code for held in fact.reservations] == ["cooperation.conclude"]
    shown = kept.client(Role.HR).get(f"/desk/mandates/{stored.entry.id}/correct").text
    assert shown.count(f'value="{TITLE}"') == 3  # twice filled in, once in the list
    assert 'name="except.0.code" type="text" value="Een samenwerkingsovereenkomst sluiten"' in shown


WRONG = [
    ({"decisionTypes.0": "overeenkomst"}, "decisionTypes-0", "Er past er meer dan één"),
    ({"decisionTypes.0": "raketten lanceren"}, "decisionTypes-0", "Hier past niets bij"),
    ({"except.0.code": "raketten"}, "except-0-code", "Hier past niets bij"),
    ({"subMandatingExcept.0": "raketten"}, "subMandatingExcept-0", "Hier past niets bij"),
    ({"seats.0.employee": "Marloes Kuipers"}, "seats-0-employee", "Meer mensen heten zo"),
    ({"seats.0.employee": "Nemo Nergens"}, "seats-0-employee", "Niemand hier heeft deze naam"),
    ({"seats.0.organisation": DUINRAND}, "seats-0-at", "Dit is van deze organisatie"),
    ({"seats.0.at": "", "seats.0.position": "secretaris"}, "seats-0-organisation", "Vul dit in"),
]


@pytest.mark.parametrize(("otherwise", "field", "words"), WRONG)
def test_what_fits_nothing_or_too_much_is_said_at_its_field_and_records_nothing(
    kept: Site, otherwise: dict[str, str], field: str, words: str
) -> None:
    answer = sent(kept.client(Role.HR), "/desk/mandates/new", GRANT | {"number": "S-30", "_step": "do"} | otherwise)
    assert wrong(answer) == [field]
    assert words in text_of(answer.text)
    assert all(f'value="{typed}"' in answer.text for typed in otherwise.values() if typed)
    with pytest.raises(IndexError):
        read(kept, "S-30")


def test_a_title_that_two_types_bear_is_typed_by_code() -> None:
    types = [
        DecisionType(code="a", title_nl="Besluiten", title_en="Decide"),
        DecisionType(code="b", title_nl="Beslissen", title_en="decide"),
        DecisionType(code="decide", title_nl="Iets anders", title_en=""),
    ]
    assert typed_names.titles(types, Formatter("en")) == {"a": "a", "b": "b", "decide": "Iets anders"}
    assert typed_names.find_types("decide", types) == types[2:]


def test_all_that_can_be_expected_is_said_in_the_form(kept: Site) -> None:
    said = {
        "name": "S-1",
        "employees.0": "Imke Ravenstein",
        "employees.1": f"{DUINRAND}/D-001",
        "decisionType": TITLE,
        "mandate": "WL-1.1",
        "confirmedConditions.0": "a1",
        "case": "RS-2026-014",
        "counterparty": DUINRAND,
        "unit": "inkoop",
        "about": "W-024",
        "primaryDecisionBy.0": "Hendrikje Tolsma",
        "currency": "USD",
        "knownAt": "2026-07-01T12:00",
    }
    client, address = kept.client(Role.HR), "/desk/expected-checks/new"
    form = {name: value for name, value in EXPECTED.items() if name != "employees"} | said
    answer = sent(client, address, form)
    assert answer.status_code == 303, text_of(answer.text)
    found = list_expected(COMMAND_LINE, kept.installation, Slice({"organisation": WIERDENLAND}, 1000)).items
    (one,) = [one.expectation for one in found if one.expectation.id == "S-1"]
    assert (one.employees, one.decision_type) == (("W-012", f"{DUINRAND}/D-001"), "contract.decide")
    assert (one.mandate, one.confirmed_conditions, one.case, one.unit) == ("WL-1.1", ("a1",), "RS-2026-014", "inkoop")
    assert (one.about, one.primary_decision_by, one.currency) == ("W-024", ("W-001",), "USD")
    assert one.counterparty == DUINRAND
    assert one.known_at
    assert one.known_at.hour == 10  # noon at the town hall
    everything = form | {"name": "S-2", "confirmedConditions.0": "all", "about": "Marloes Kuipers"}
    assert wrong(sent(client, address, everything | {"decisionType": "raketten"})) == ["decisionType", "about"]
    assert sent(client, address, everything | {"about": ""}).status_code == 303


CHOOSING = ("mandates/new", "changesets/new", "changesets", "employees/new", "expected-checks/new")


@pytest.mark.parametrize("path", CHOOSING)
def test_who_keeps_several_registers_chooses_one_and_nobody_else_has_to(kept: Site, path: str) -> None:
    administrator = kept.client(Role.ADMINISTRATOR)
    page = administrator.get(f"/desk/{path}?organisation={DUINRAND}")
    assert f'<option value="{DUINRAND}" selected>' in page.text
    assert f'<option value="{WIERDENLAND}"' in administrator.get(f"/desk/{path}").text
    assert 'name="organisation"' not in kept.client(Role.HR).get(f"/desk/{path}").text
    assert kept.client(Role.HR).get(f"/desk/{path}?organisation={DUINRAND}").status_code == 404


def test_an_administrator_begins_in_the_register_that_he_chose(kept: Site) -> None:
    administrator = kept.client(Role.ADMINISTRATOR)
    begun = sent(administrator, f"/desk/changesets/new?organisation={DUINRAND}", title="Van Duinrand")
    assert begun.status_code == 303
    assert f'href="/desk/changesets?organisation={DUINRAND}"' in administrator.get(begun.location).text
    assert "Van Duinrand" in administrator.get(f"/desk/changesets?organisation={DUINRAND}").text
    assert "Van Duinrand" not in administrator.get(f"/desk/changesets?organisation={WIERDENLAND}").text
