"""A decision is known in another order or form of its words; another decision is not taken for it."""

from __future__ import annotations

import pytest

from mandate_registry.register_folder.names.act_wordings import (
    act_of,
    are_same_act,
    differ,
    nature_of,
    subject_of,
    wording_of,
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Invorderen van een dwangsom", "Een dwangsom invorderen"),
        ("Invordering van de dwangsom", "Een dwangsom invorderen"),
        ("Weigeren van een subsidie", "Een subsidie weigeren"),
        ("Weigering subsidie", "Een subsidie weigeren"),
        ("Opleggen van een last onder dwangsom", "Een last onder dwangsom opleggen"),
        ("Toekennen van verlof", "Verlof toestaan"),
        ("Het verlenen van subsidies", "Een subsidie verlenen"),
    ],
)
def test_the_same_words_in_another_order_or_form_say_the_same(one: str, other: str) -> None:
    assert wording_of(one) == wording_of(other)
    assert not differ(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Instellen van beroep bij de rechtbank", "Hoger beroep instellen"),
        ("Weigeren van een subsidie", "Een subsidie verlenen"),
        ("Een subsidie verlenen", "Een subsidie vaststellen"),
        ("Intrekken van een vergunning", "Een vergunning verlenen"),
        ("Terugvorderen van bijstand", "Bijstand verlenen"),
        ("Een aanvraag niet behandelen", "Een aanvraag behandelen"),
    ],
)
def test_another_decision_is_not_suggested(one: str, other: str) -> None:
    assert differ(one, other)
    assert wording_of(one) != wording_of(other)


def test_an_act_alone_is_not_what_two_decisions_are_about() -> None:
    assert not subject_of("Opleggen van een bouwstop") & subject_of("Een aanslag opleggen")
    assert subject_of("Opleggen van een last onder bestuursdwang") & subject_of("Bestuursdwang toepassen")


def test_what_is_done_is_not_what_a_decision_is_about() -> None:
    """Neither first before a preposition, nor last: two that only do the same are not suggested for each other."""
    assert not subject_of("Opvragen van aanvullende gegevens") & subject_of("Offertes opvragen en beoordelen")
    assert not subject_of("Aangaan van een arbeidsovereenkomst") & subject_of("Een opdracht namens de gemeente aangaan")
    assert subject_of("Vaststellen van een tijdelijke verkeersmaatregel") & subject_of(
        "Een tijdelijke verkeersmaatregel treffen"
    )
    assert (act_of("Een subsidie weigeren"), act_of("Verlenen van verlof"), act_of("Subsidie")) == (
        act_of("Afwijzen van een aanvraag"),
        act_of("Verlof toestaan"),
        "",
    )


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("Verdagen van de beslissing op bezwaar", "De beslistermijn van een bezwaar verdagen", True),
        ("Verlenen van een voorschot op een subsidie", "Een subsidie verlenen", False),
        ("Opleggen van een last onder bestuursdwang", "Een last onder dwangsom opleggen", False),
        ("Ontheffing parkeerverbod verlenen", "Verlenen van een ontheffing parkeerschijf", False),
        ("Intrekken van de beslissing op bezwaar", "De beslistermijn van een bezwaar verdagen", False),
        ("Opzeggen van een overeenkomst", "Een overeenkomst sluiten", False),
    ],
)
def test_one_word_that_begins_like_anothers_says_the_same_of_the_same_act(
    one: str, other: str, *, expected: bool
) -> None:
    assert are_same_act(one, other) is expected


def test_a_measure_that_is_taken_is_set_and_not_withdrawn() -> None:
    taken = "Een tijdelijke verkeersmaatregel treffen"
    assert wording_of("Vaststellen van een tijdelijke verkeersmaatregel") == wording_of(taken)
    assert differ("Intrekken van een tijdelijke verkeersmaatregel", taken)


@pytest.mark.parametrize(
    ("name", "nature"),
    [
        ("De gemeente vertegenwoordigen in een procedure", "private_act"),
        ("Opzeggen van een overeenkomst", "private_act"),
        ("Beëindigen van huurcontracten", "private_act"),
        ("Een opdracht namens de gemeente aangaan", "private_act"),
        ("Ondertekenen van brieven", "signing"),
        ("Besluiten tot het aangaan van een overeenkomst", ""),
        ("Sluiten van een woning", ""),
        ("Een opdracht gunnen", ""),
    ],
)
def test_a_name_says_that_it_signs_represents_or_concludes_a_contract(name: str, nature: str) -> None:
    assert nature_of(name) == nature
