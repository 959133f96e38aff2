"""A list of mandates brings in what the register does not have yet, as far as somebody says what that is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import pytest
from werkzeug.test import Client, TestResponse

from mandate_registry.rules.facts import Nature
from mandate_registry.services.callers import COMMAND_LINE
from mandate_registry.services.permissions import Role
from mandate_registry.services.transfer.export import export_register
from tests.support.demo import WIERDENLAND
from tests.web.forms import fill, sent
from tests.web.pages import text_of
from tests.web.site import Site
from tests.web.uploads import answered, columns, imported, upload
from tests.web.uploads import columns_of as fields_of

USES = {"uses.c0": "number", "uses.c1": "decision_types", "uses.c2": "holder"}
SAME = {"fixed.kinds": "mandate", "fixed.on_behalf_of": "raad"}
LIST = (
    "N.1;Vrij denken over straatnamen;Griffier\n"
    "N.2;Een subsidie verlenen;Straatnaamkundige\n"
    "N.3;Hondenbelasting kwijtschelden;Griffier\n"
)
NAMING = "vrij-denken-over-straatnamen"
TYPES = {"Vrij denken over straatnamen": NAMING, "Hondenbelasting kwijtschelden": "hondenbelasting-kwijtschelden"}
OF_ALL = {"ofAll.body": "raad", "ofAll.nature": "decision", "ofAll.unit": "-"}


def checked(client: Client, rows: str) -> str:
    """Send a list of mandates and say what it is; return the address where it is looked at."""
    return answered(client, columns(client, f"Nummer;Bevoegdheid;Mandaat aan\n{rows}"), USES | SAME)


def words(page: TestResponse) -> dict[str, str]:
    """Return the fields of a page that name the words of the file."""
    hidden = re.findall(r'name="(meanings\.\d+\.(?:column|word))" value="([^"]*)"', page.text)
    assert hidden, text_of(page.text)
    return dict(hidden)


def mended(client: Client, check: str, said: Mapping[str, Any]) -> TestResponse:
    return sent(client, check.replace("/check", "/mend"), {**words(client.get(check)), **said})


def fields(page: TestResponse) -> dict[str, str]:
    """Return what stands in the form that asks what is new."""
    found = dict(re.findall(r'<input[^>]*name="((?:decisionTypes|positions)\.[^"]+)"[^>]*value="([^"]*)"', page.text))
    for name, options in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', page.text, re.DOTALL):
        if chosen := re.search(r'<option value="([^"]+)" selected', options):
            found[name] = chosen[1]
    return found


def table(here: Site, name: str) -> list[Any]:
    return list(export_register(COMMAND_LINE, here.installation, WIERDENLAND).tables[name])


def there(here: Site, name: str, titles: Mapping[str, str]) -> list[Any]:
    return [one for one in table(here, name) if one.code in titles.values()]


def test_all_that_is_new_comes_with_the_mandates_in_one_proposal(here: Site, client: Client) -> None:
    check = checked(client, LIST)
    shown = " ".join(text_of(client.get(check).text).split())
    assert "Add all of these as new decision types: 2" in shown
    assert "Add all of these as new positions: 1" in shown
    new = mended(client, check, {"allNew": ["decision_types", "positions"]}).location
    assert new == check.replace("/check", "/new")
    proposed = fields(client.get(new))
    assert {proposed[f"decisionTypes.{at}.title"]: proposed[f"decisionTypes.{at}.code"] for at in range(2)} == TYPES
    assert sent(client, new, proposed | OF_ALL).location == check
    shown = " ".join(text_of(client.get(check).text).split())
    assert "Decision types – New: 2" in shown
    assert "It waits as a proposal" in shown
    changeset = imported(client, check)
    assert there(here, "decision_types", TYPES) == []
    fill(here.client(Role.APPROVER), f"{changeset}/approve")
    found = there(here, "decision_types", TYPES)
    assert [(one.body, one.nature) for one in found] == [("raad", Nature.DECISION)] * 2
    assert [(one.title, one.unit) for one in table(here, "positions") if one.code == "straatnaamkundige"] == [
        ("Straatnaamkundige", None)
    ]
    mandates = {one.number: one for one in table(here, "mandates") if one.number.startswith("N.")}
    assert {number: one.decision_types for number, one in mandates.items()} == {
        "N.1": (NAMING,),
        "N.2": ("subsidy.grant",),
        "N.3": ("hondenbelasting-kwijtschelden",),
    }
    assert list(map(str, mandates["N.2"].seats)) == ["position:straatnaamkundige"]


def test_nothing_is_filled_in_for_somebody(client: Client) -> None:
    check = checked(client, LIST)
    new = mended(client, check, {"allNew": ["decision_types", "positions"]}).location
    page = sent(client, new, fields(client.get(new)))
    assert page.status_code == 400
    assert page.text.count("Choose one for all, or say it of each.") == 6  # in the summary and beside each of three
    assert "Say first what it is." in text_of(client.get(check).text)


def test_one_is_told_otherwise_than_the_rest(here: Site, client: Client) -> None:
    check = checked(client, LIST)
    new = mended(client, check, {"allNew": ["decision_types", "positions"]}).location
    own = {
        "decisionTypes.1.body": "burgemeester",
        "decisionTypes.1.nature": "factual_act",
        "positions.0.unit": "wijken",
    }
    own |= {"decisionTypes.1.code": "dog.waive", "decisionTypes.1.title": "Kwijtschelden van hondenbelasting"}
    unit = table(here, "units")[0].code
    sent(client, new, fields(client.get(new)) | OF_ALL | own | {"positions.0.unit": unit})
    shown = " ".join(text_of(client.get(check).text).split())
    for one in ("Kwijtschelden van hondenbelasting (dog.waive)", "A factual act", f"({NAMING})"):
        assert one in shown
    again = fields(client.get(new))
    assert (again["decisionTypes.1.body"], again["positions.0.unit"]) == ("burgemeester", unit)


def test_one_word_alone_is_added_and_the_others_are_still_asked_about(client: Client) -> None:
    check = checked(client, LIST)
    new = mended(client, check, {"meanings.0.how": "new"}).location
    assert "One new decision type" in text_of(client.get(new).text)
    sent(client, new, fields(client.get(new)) | OF_ALL)
    shown = text_of(client.get(check).text)
    assert "Hondenbelasting kwijtschelden" in shown
    assert "Vrij denken over straatnamen" not in shown


def test_what_is_typed_beside_it_is_the_title(client: Client) -> None:
    check = checked(client, LIST)
    new = mended(client, check, {"meanings.0.how": "new", "meanings.0.text": "Straatnamen geven"}).location
    assert fields(client.get(new))["decisionTypes.0.title"] == "Straatnamen geven"


def test_a_typing_error_is_no_new_type_unless_somebody_says_so(here: Site, client: Client) -> None:
    check = checked(client, "N.1;Een subsidie verleenen;Griffier\n")
    assert '"=Grant a subsidy">The same as “Grant a subsidy”' in client.get(check).text  # its Dutch title looks like it
    client.set_cookie("lang", "nl")
    alike = '<option value="=Een subsidie verlenen">Dezelfde als “Een subsidie verlenen” in het register</option>'
    assert alike in client.get(check).text
    new = mended(client, check, {"allNew": "decision_types"}).location
    asked = fields(client.get(new))
    assert "decisionTypes.0.how" not in asked
    refused = sent(client, new, asked | OF_ALL)
    assert (refused.status_code, "Zeg wat dit is:" in refused.text) == (400, True)
    assert sent(client, new, asked | OF_ALL | {"decisionTypes.0.how": "same:subsidy.refuse"}).status_code == 400
    sent(client, new, asked | {"decisionTypes.0.how": "same:subsidy.grant"})
    assert "“een subsidie verleenen” staat voor Een subsidie verlenen" in " ".join(
        text_of(client.get(check).text).split()
    )
    fill(here.client(Role.APPROVER), f"{imported(client, check)}/approve")
    assert [one.decision_types for one in table(here, "mandates") if one.number == "N.1"] == [("subsidy.grant",)]
    assert [one for one in table(here, "decision_types") if "verleenen" in one.title_nl] == []


def test_what_is_not_new_after_all_is_asked_about_again(client: Client) -> None:
    check = checked(client, LIST)
    new = mended(client, check, {"allNew": "decision_types"}).location
    hows = {"decisionTypes.0.how": "not", "decisionTypes.1.how": "not"}
    assert sent(client, new, fields(client.get(new)) | hows).location == check
    assert "Add all of these as new decision types: 2" in text_of(client.get(check).text)
    assert client.get(new).location == check


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("code", "subsidy.grant"),
        ("code", "hondenbelasting-kwijtschelden"),
        ("title", "Een subsidie verlenen"),
        ("title", "hondenbelasting kwijtschelden"),
    ],
)
def test_no_two_have_the_same_code_or_title(client: Client, field: str, text: str) -> None:
    new = mended(client, checked(client, LIST), {"allNew": "decision_types"}).location
    refused = sent(client, new, fields(client.get(new)) | OF_ALL | {f"decisionTypes.0.{field}": text})
    assert (refused.status_code, "The register has this already" in refused.text) == (400, True)


def test_a_new_type_is_no_heading_and_its_code_can_be_one(client: Client) -> None:
    new = mended(client, checked(client, LIST), {"allNew": "decision_types"}).location
    assert 'value="heading"' not in client.get(new).text
    for wrong in ({"ofAll.nature": "heading"}, {"decisionTypes.0.code": "Geen Code"}):
        assert sent(client, new, fields(client.get(new)) | OF_ALL | wrong).status_code == 400


def test_people_do_not_come_from_a_list_of_mandates(client: Client) -> None:
    page = client.get(
        checked(client, "N.1;Een subsidie verlenen;Jantine de Nieuwe\nN.2;Een subsidie verlenen;000999\n")
    )
    assert page.text.count('<a href="/desk/imports">Send the staff list first</a>') == 1
    assert 'value="employees"' not in page.text


def test_new_units_of_a_list_of_staff_are_asked_about_once(here: Site, client: Client) -> None:
    text = "Personeelsnummer;Naam;Functie;Afdeling;Datum in dienst\nW-970;Aad Een;Kapper;Team Haar;1-1-2025\n"
    check = upload(client, text, "personeel.csv").location.replace("/table", "/check")
    asked = client.get(check.replace("/check", "/answers")).text
    (top,) = [one.code for one in table(here, "units") if one.parent is None]
    assert "Below which unit of the register do the new units of this file stand? Team Haar" in " ".join(
        text_of(asked).split()
    )
    assert fields_of(asked) == {"newUnits": top}
    shown = text_of(client.get(check).text)
    assert "Below which unit of the register do the new units of this file stand?" in shown
    assert "Answer what is open" not in shown
    assert "One more question" in " ".join(shown.split())
    assert "What is wrong" not in shown
    unit = table(here, "units")[0].code
    assert sent(client, check.replace("/check", "/mend"), newUnits=unit).location == check
    fill(here.client(Role.APPROVER), f"{imported(client, check)}/approve")
    assert [one.parent for one in table(here, "units") if one.name == "Team Haar"] == [unit]


@pytest.mark.parametrize(("said", "count"), [("same", 1), ("other", 2)])
def test_a_type_that_the_register_has_is_not_doubled_in_silence(
    here: Site, client: Client, said: str, count: int
) -> None:
    text = "Nr.;Bevoegdheid;Aard;Namens\nA1;Een subsidie verlenen;besluit;college\nA2;Kappen;besluit;raad\n"
    check = upload(client, text, "bevoegdheden.csv").location.replace("/table", "/check")
    shown = " ".join(text_of(client.get(check).text).split())
    assert "These titles stand there already, with another code: Een subsidie verlenen (subsidy.grant)" in shown
    assert sent(client, check.replace("/check", "/mend"), doubles=said).location == check
    if said == "other":  # it would fall under the mandates for everything of the college
        assert client.get(check).location == check.replace("/check", "/answers")
        assert sent(client, check.replace("/check", "/answers"), newTypes="held").location == check
    changeset = imported(client, check)
    if changeset:
        fill(here.client(Role.APPROVER, person="W-025"), f"{changeset}/approve")
    found = [one.code for one in table(here, "decision_types") if one.title_nl == "Een subsidie verlenen"]
    assert sorted(found) == sorted(["subsidy.grant", "a1"][:count])
    assert [one.code for one in table(here, "decision_types") if one.title_nl == "Kappen"] == ["a2"]


@pytest.mark.parametrize(("said", "count"), [("same", 0), ("other", 1)])
def test_a_number_in_another_case_is_no_other_mandate_in_silence(
    here: Site, client: Client, said: str, count: int
) -> None:
    number = table(here, "mandates")[0].number
    check = checked(client, f"{number.lower()};Een subsidie verlenen;Griffier\n")
    assert number.lower() != number
    shown = " ".join(text_of(client.get(check).text).split())
    assert f"These are there already, in another case or with other blanks: {number.lower()} ({number})" in shown
    assert sent(client, check.replace("/check", "/mend"), doubles=said).location == check
    shown = " ".join(text_of(client.get(check).text).split())
    assert "These are there already" not in shown
    assert shown.count(number.lower()) >= count


@pytest.mark.parametrize(("typed", "since"), [(None, "2096-02-29"), ("2096-05-01", "2096-04-30"), ("", None)])
def test_new_types_begin_with_their_list_and_not_since_ever_unless_somebody_says_so(
    here: Site, client: Client, typed: str | None, since: str | None
) -> None:
    rows = "N.1;Kappen;Griffier;1-3-2096\nN.2;Snoeien;Griffier;1-3-2096\nN.3;Kappen;Griffier;1-4-2096\n"
    step = columns(client, f"Nummer;Bevoegdheid;Mandaat aan;Ingangsdatum\n{rows}")
    check = answered(client, step, USES | SAME | {"uses.c3": "valid_from"})
    new = mended(client, check, {"allNew": "decision_types"}).location
    page = client.get(new)
    assert 'name="ofAll.validFrom" type="date" value="2096-03-01"' in page.text
    said = {"ofAll.validFrom": "2096-03-01" if typed is None else typed}
    sent(client, new, fields(page) | OF_ALL | said)
    assert f'value="{said["ofAll.validFrom"]}"' in client.get(new).text
    fill(here.client(Role.APPROVER), f"{imported(client, check)}/approve")
    found = {one.title_nl: one.valid.since for one in table(here, "decision_types")}
    days = {str(day and day.date()) for title, day in found.items() if title in ("Kappen", "Snoeien")}
    assert days == {str(since)}  # midnight in Amsterdam, as UTC says it
