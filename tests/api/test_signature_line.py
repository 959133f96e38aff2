"""With which words each caller is told that an authorised decision is signed."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.api.client import Api
from tests.api.demo_questions import STORY, TOO_MUCH

pytestmark = pytest.mark.either_database

COLLEGE = "het college van burgemeester en wethouders van Wierdenland"
POWER_OF_ATTORNEY = "Gemeente Wierdenland, krachtens volmacht van de burgemeester"
IMKE = "Imke Ravenstein,\nRegisseur samenwerking"
DEPUTY = STORY | {
    "employees": [{"number": "W-013"}],
    "decisionType": "cooperation.decide",
    "amount": {"value": "50000.00"},
    "at": "2026-10-14T10:00:00+02:00",
}


def lines(told: dict[str, Any]) -> list[str | None]:
    """Return the Dutch lines of the legs."""
    return [leg["signatureLine"] and leg["signatureLine"]["nl"] for leg in told["legs"]]


def test_every_leg_has_its_line_and_the_whole_that_of_the_leg_that_meets_the_other_party(keeper: Api) -> None:
    told = keeper.post("/checks", STORY).json
    assert lines(told) == [f"Namens {COLLEGE},\n{IMKE}", f"{POWER_OF_ATTORNEY},\n{IMKE}"]
    assert told["signatureLine"] == told["legs"][1]["signatureLine"]
    assert (
        told["signatureLine"]["en"] == f"Gemeente Wierdenland, under power of attorney from the Burgemeester,\n{IMKE}"
    )


def test_a_no_has_none(keeper: Api) -> None:
    told = keeper.post("/checks", TOO_MUCH).json
    assert (told["signatureLine"], lines(told)) == (None, [None, None])


def test_one_leg_that_is_authorised_does_not_sign_for_the_whole(keeper: Api) -> None:
    asked = STORY | {"employees": [{"number": "W-011"}], "case": "RS-2026-021", "amount": {"value": "50000.00"}}
    told = keeper.post("/checks", asked).json
    assert lines(told) == [f"Namens {COLLEGE},\nNoor Achterberg,\nProjectleider regio", None]
    assert told["signatureLine"] is None


def test_a_deputy_and_a_body_of_one_person_sign_as_what_they_are(keeper: Api) -> None:
    event = {"organisation": STORY["organisation"], "decisionType": "permit.event"}
    mayor = event | {"employees": [{"number": "W-001"}], "at": "2026-06-15T10:00:00+02:00"}
    loco = event | {"employees": [{"number": "W-002"}], "at": "2026-07-22T10:00:00+02:00"}
    told = [keeper.post("/checks", asked).json["signatureLine"]["nl"] for asked in (DEPUTY, mayor, loco)]
    assert told == [
        f"Namens {COLLEGE},\nDaan Sikkema,\nplaatsvervangend regisseur samenwerking",
        "De burgemeester van Wierdenland,\nHendrikje Tolsma",
        "De burgemeester van Wierdenland,\nRuben Offringa,\nplaatsvervangend burgemeester",
    ]


def test_joint_holders_each_sign(keeper: Api) -> None:
    both = [{"number": "W-004"}, {"number": "W-006"}]
    asked = STORY | {"employees": both, "decisionType": "compensation.settle", "at": "2026-06-15T10:00:00+02:00"}
    told = keeper.post("/checks", asked).json
    signed = "Geert-Jan Wolthuis,\nGemeentesecretaris\n\nTjitske Nauta,\nConcerncontroller"
    assert told["signatureLine"]["nl"] == f"{POWER_OF_ATTORNEY},\n{signed}"


@pytest.mark.parametrize(
    ("asked", "signed"),
    [
        pytest.param({"number": "W-012"}, "", id="by number, no name"),
        pytest.param({"name": "imke  ravenstein"}, ",\nimke  ravenstein", id="by name, as it wrote it"),
    ],
)
def test_a_partner_is_told_the_body_and_no_name_but_one_that_it_asked_by(
    neighbour: Api, asked: dict[str, str], signed: str
) -> None:
    told = neighbour.post("/checks", STORY | {"employees": [asked]}).json
    assert told["signatureLine"]["nl"] == f"{POWER_OF_ATTORNEY}{signed}"
    assert lines(told) == [f"Namens {COLLEGE}{signed}", f"{POWER_OF_ATTORNEY}{signed}"]
    assert "Regisseur" not in json.dumps(told)


@pytest.mark.parametrize("asked", [{"number": "W-013"}, {"name": "Daan Sikkema"}])
def test_a_partner_is_not_told_that_a_deputy_acts(neighbour: Api, asked: dict[str, str]) -> None:
    told = neighbour.post("/checks", DEPUTY | {"employees": [asked]}).json
    assert told["outcome"] == "authorised"
    assert not any(word in json.dumps(told) for word in ("plaatsvervang", "deputy"))
    assert told["signatureLine"]["nl"] == ",\n".join(
        [f"Namens {COLLEGE}", *([asked["name"]] if "name" in asked else [])]
    )


def test_a_search_tells_the_lines_of_a_check(keeper: Api) -> None:
    search = {name: STORY[name] for name in ("organisation", "decisionType", "amount", "case", "counterparty", "at")}
    found = keeper.post("/authorities/_search", search).json["items"]
    (hers,) = (authority for authority in found if authority["employee"]["number"] == "W-012")
    assert hers["legs"] == keeper.post("/checks", STORY).json["legs"]
