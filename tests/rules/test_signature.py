"""With which words who may decide signs: by nature, by body and by capacity."""

from __future__ import annotations

import pytest

from mandate_registry.rules.decision.signature import Act, Hand, signature_line
from mandate_registry.rules.facts import Nature

TOWN = "Gemeente Wierdenland"
COLLEGE = "College van burgemeester en wethouders"
MAYOR = "Burgemeester"
TAX = "Heffingsambtenaar"
MINISTRY = "Ministerie van Economische Zaken (testregister 2015)"
MINISTER = "Minister van Economische Zaken"

IMKE = Hand("Imke Ravenstein", "Regisseur samenwerking")
DEPUTY = Hand("Daan Sikkema", "Regisseur samenwerking", is_deputy=True)
DECISION, SIGNING, PRIVATE, FACTUAL = Nature.DECISION, Nature.SIGNING, Nature.PRIVATE_ACT, Nature.FACTUAL_ACT


@pytest.mark.parametrize(
    ("nature", "body", "nl", "en"),
    [
        pytest.param(
            DECISION,
            COLLEGE,
            "Namens het college van burgemeester en wethouders van Wierdenland",
            "On behalf of the College van burgemeester en wethouders of Gemeente Wierdenland",
            id="Awb 10:10, a decision",
        ),
        pytest.param(
            DECISION,
            TAX,
            "Namens de heffingsambtenaar van Wierdenland",
            "On behalf of the Heffingsambtenaar of Gemeente Wierdenland",
            id="Awb 10:10, a decision of a body of one person",
        ),
        pytest.param(
            SIGNING,
            COLLEGE,
            "Overeenkomstig het door het college van burgemeester en wethouders van Wierdenland genomen besluit",
            f"In accordance with the decision taken by the {COLLEGE} of Gemeente Wierdenland",
            id="Awb 10:11, the body itself decided",
        ),
        pytest.param(
            PRIVATE,
            MAYOR,
            "Gemeente Wierdenland, krachtens volmacht van de burgemeester",
            "Gemeente Wierdenland, under power of attorney from the Burgemeester",
            id="Awb 10:12 and Gemeentewet 171, a private-law act",
        ),
        pytest.param(
            FACTUAL,
            COLLEGE,
            "Krachtens machtiging van het college van burgemeester en wethouders van Wierdenland",
            "By authorisation of the College van burgemeester en wethouders of Gemeente Wierdenland",
            id="Awb 10:12, a factual act",
        ),
    ],
)
def test_under_a_mandate_the_nature_chooses_the_words(nature: Nature, body: str, nl: str, en: str) -> None:
    signed = ",\nImke Ravenstein,\nRegisseur samenwerking"
    assert signature_line(Act(nature, body, TOWN), [IMKE]) == {"nl": nl + signed, "en": en + signed}


@pytest.mark.parametrize(
    ("nature", "hand", "nl", "en"),
    [
        pytest.param(
            DECISION,
            Hand("Hendrikje Tolsma", MAYOR),
            "De burgemeester van Wierdenland,\nHendrikje Tolsma",
            "The Burgemeester of Gemeente Wierdenland,\nHendrikje Tolsma",
            id="the mayor",
        ),
        pytest.param(
            DECISION,
            Hand("Ruben Offringa", MAYOR, is_deputy=True),
            "De burgemeester van Wierdenland,\nRuben Offringa,\nplaatsvervangend burgemeester",
            "The Burgemeester of Gemeente Wierdenland,\nRuben Offringa,\ndeputy Burgemeester",
            id="the mayor's deputy",
        ),
        pytest.param(
            PRIVATE,
            Hand("Hendrikje Tolsma", MAYOR),
            "Gemeente Wierdenland, vertegenwoordigd door de burgemeester,\nHendrikje Tolsma",
            "Gemeente Wierdenland, represented by the Burgemeester,\nHendrikje Tolsma",
            id="Gemeentewet 171, the mayor represents the municipality",
        ),
    ],
)
def test_in_its_own_power_a_body_of_one_person_signs_itself(nature: Nature, hand: Hand, nl: str, en: str) -> None:
    assert signature_line(Act(nature, MAYOR, TOWN, own_power=True), [hand]) == {"nl": nl, "en": en}


@pytest.mark.parametrize(
    ("hands", "nl", "en"),
    [
        pytest.param(
            [DEPUTY],
            ",\nDaan Sikkema,\nplaatsvervangend regisseur samenwerking",
            ",\nDaan Sikkema,\ndeputy Regisseur samenwerking",
            id="a deputy",
        ),
        pytest.param(
            [Hand("Daan Sikkema", None, is_deputy=True)],
            ",\nDaan Sikkema,\nplaatsvervanger",
            ",\nDaan Sikkema,\ndeputy",
            id="a deputy for no one position",
        ),
        pytest.param(
            [Hand("Lot Leiding", "HR-rol Team Omgeving", is_deputy=True)],
            ",\nLot Leiding,\nplaatsvervangend HR-rol Team Omgeving",
            ",\nLot Leiding,\ndeputy HR-rol Team Omgeving",
            id="an abbreviation keeps its capitals",
        ),
        pytest.param(
            [Hand("Geert-Jan Wolthuis", "Gemeentesecretaris"), Hand("Tjitske Nauta", "Concerncontroller")],
            ",\nGeert-Jan Wolthuis,\nGemeentesecretaris\n\nTjitske Nauta,\nConcerncontroller",
            ",\nGeert-Jan Wolthuis,\nGemeentesecretaris\n\nTjitske Nauta,\nConcerncontroller",
            id="joint holders each sign",
        ),
        pytest.param([Hand("Imke Ravenstein")], ",\nImke Ravenstein", ",\nImke Ravenstein", id="no position known"),
        pytest.param([Hand(), Hand()], "", "", id="nobody who may be named"),
    ],
)
def test_below_it_stands_who_signs_and_in_which_capacity(hands: list[Hand], nl: str, en: str) -> None:
    line = signature_line(Act(DECISION, TAX, TOWN), hands)
    opening = "Namens de heffingsambtenaar van Wierdenland"
    assert line["nl"] == opening + nl
    assert line["en"] == "On behalf of the Heffingsambtenaar of Gemeente Wierdenland" + en


@pytest.mark.parametrize(
    ("body", "organisation", "nl", "en"),
    [
        (COLLEGE, "Gemeente Bergen (L.)", f"het c{COLLEGE[1:]} van Bergen (L.)", f"{COLLEGE} of Gemeente Bergen (L.)"),
        ("Gemeenteraad", TOWN, "de gemeenteraad van Wierdenland", "Gemeenteraad of Gemeente Wierdenland"),
        ("Dagelijks bestuur", "Waterschap Aa", "het dagelijks bestuur van Waterschap Aa", None),
        ("Algemeen bestuur", "Regio Aa", "het algemeen bestuur van Regio Aa", None),
        ("Presidium", TOWN, "het presidium van Wierdenland", "Presidium of Gemeente Wierdenland"),
        ("Raad van bestuur", "Stichting Aa", "de raad van bestuur van Stichting Aa", None),
        ("Bestuurscommissie", "Regio Aa", "de bestuurscommissie van Regio Aa", None),
        ("Burgemeester en wethouders", TOWN, "burgemeester en wethouders van Wierdenland", None),
        ("Gedeputeerde staten", "Provincie Aa", "gedeputeerde staten van Provincie Aa", None),
        (MINISTER, MINISTRY, f"de {MINISTER}", MINISTER),
        ("Kamer van Koophandel", "Kamer van Koophandel (testregister 2015)", "de Kamer van Koophandel", None),
        ("College van Wierdenland", TOWN, "het college van Wierdenland", "College van Wierdenland"),
    ],
)
def test_a_body_has_its_article_and_capital_and_its_organisation_once(
    body: str, organisation: str, nl: str, en: str | None
) -> None:
    line = signature_line(Act(DECISION, body, organisation), [])
    assert line["nl"] == f"Namens {nl}"
    assert en is None or line["en"] == f"On behalf of the {en}"


AGENCY = "Rijkswaterstaat"


@pytest.mark.parametrize(
    ("body", "organisation"),
    [
        (MINISTER, MINISTRY),
        ("Minister van Infrastructuur en Milieu", AGENCY),
        ("minister van Financiën", "Belastingdienst"),
        ("Staatssecretaris van Justitie en Veiligheid", "Dienst Justitiële Inrichtingen"),
        ("Minister-president", "Kabinet van de Koning"),
    ],
)
def test_a_private_law_act_of_a_minister_binds_the_state_whatever_part_of_it_the_register_is_of(
    body: str, organisation: str
) -> None:
    line = signature_line(Act(PRIVATE, body, organisation), [])
    own = signature_line(Act(PRIVATE, body, organisation, own_power=True), [])
    named = body if any(word[0].isupper() for word in body.split()[1:]) else body.lower()
    assert line == {
        "nl": f"De Staat der Nederlanden, krachtens volmacht van de {named}",
        "en": f"The State of the Netherlands, under power of attorney from the {body}",
    }
    assert own["nl"] == f"De Staat der Nederlanden, vertegenwoordigd door de {named}"
    assert signature_line(Act(DECISION, body, organisation), [])["nl"] == f"Namens de {named}"


@pytest.mark.parametrize(
    ("body", "organisation"),
    [
        ("Algemeen bestuur", "Ministerie van Sport en Spel, vereniging"),
        ("Raad van bestuur", "Kamer van Koophandel"),
        ("Ministerieel adviseur", "Stichting Aa"),
    ],
)
def test_a_private_law_act_of_any_other_body_binds_its_organisation_whatever_that_is_called(
    body: str, organisation: str
) -> None:
    line = signature_line(Act(PRIVATE, body, organisation), [])
    assert line["en"] == f"{organisation}, under power of attorney from the {body}"
    assert line["nl"].startswith(f"{organisation}, krachtens volmacht van ")
