"""What a power of representation is, as wallets read it: the type metadata of SD-JWT VC, in Dutch and English.

The names of the claims follow the powers of representation of the European pilots as far as they have one: an
organisation by its identifier and legal name, and rules of acting alone or jointly.
"""

from __future__ import annotations

from typing import Any

NAME = "power-of-representation"

_CLAIMS: list[tuple[list[str | None], str, str, str, bool]] = [
    (["organisation"], "never", "Organisatie", "Organisation", True),
    (["organisation", "identifier"], "never", "OIN", "OIN", True),
    (["organisation", "legalName"], "never", "Naam", "Legal name", True),
    (["holder"], "never", "Houder", "Holder", True),
    (["holder", "number"], "always", "Personeelsnummer", "Employee number", True),
    (["holder", "name"], "always", "Naam", "Name", True),
    (["holder", "position"], "always", "Functie", "Position", False),
    (["powers"], "never", "Bevoegdheden", "Powers", True),
    (["powers", None], "always", "Bevoegdheid", "Power", True),
    (["powers", None, "decisionType", "code"], "never", "Code", "Code", True),
    (["powers", None, "decisionType", "titleNl"], "never", "Bevoegdheid", "Power, in Dutch", True),
    (["powers", None, "decisionType", "titleEn"], "never", "Bevoegdheid, in het Engels", "Power", False),
    (["powers", None, "acting"], "never", "Alleen of gezamenlijk", "Alone or jointly", True),
    (["powers", None, "legs"], "never", "Onderdelen", "Legs", True),
    (["powers", None, "legs", None, "decisionType"], "never", "Code van het onderdeel", "Code of the leg", True),
    (["powers", None, "legs", None, "kind"], "never", "Soort bevoegdheid", "Kind of power", True),
    (["powers", None, "legs", None, "onBehalfOf", "name"], "never", "Namens", "On behalf of", False),
    (["powers", None, "legs", None, "acting"], "never", "Alleen of gezamenlijk", "Alone or jointly", True),
    (["powers", None, "legs", None, "conditions"], "never", "Voorwaarden", "Conditions", True),
    (["powers", None, "legs", None, "isLimited"], "never", "Bedragsgrens", "Limited in amount", True),
    (["powers", None, "legs", None, "limits"], "never", "Grenzen", "Limits", False),
    (["powers", None, "legs", None, "limits", None, "maxAmount"], "never", "Tot en met", "Up to and including", False),
    (["powers", None, "legs", None, "limits", None, "belowAmount"], "never", "Minder dan", "Below", False),
    (["powers", None, "legs", None, "limits", None, "aboveAmount"], "never", "Meer dan", "Above", False),
    (["powers", None, "legs", None, "limits", None, "currency"], "never", "Valuta", "Currency", True),
    (["powers", None, "legs", None, "limits", None, "vat"], "never", "Btw", "VAT basis", True),
    (["powers", None, "legs", None, "validFrom"], "never", "Geldig vanaf", "Valid from", False),
    (["powers", None, "legs", None, "validUntil"], "never", "Geldig tot en met", "Valid until", False),
    (["powers", None, "legs", None, "mandate"], "never", "Nummer van het mandaat", "Mandate number", False),
    (["powers", None, "legs", None, "instrument"], "never", "Mandaatbesluit", "Instrument", False),
    (["powers", None, "legs", None, "publication"], "never", "Bekendmaking", "Publication", False),
]
"""Each claim: its path, whether it can be withheld, its label in Dutch and English, and whether it is always there."""


def type_metadata(address: str) -> dict[str, Any]:
    """Return the metadata of the type, whose identifier is its own address."""
    return {
        "vct": address,
        "name": "Power of representation",
        "description": "What an employee of a public organisation may decide, sign or represent on its behalf.",
        "display": [
            _display("nl", "Vertegenwoordigingsbevoegdheid", "Wat een medewerker namens een overheidsorganisatie mag."),
            _display("en", "Power of representation", "What an employee may do on behalf of a public organisation."),
        ],
        "claims": [_claim(*row) for row in _CLAIMS],
    }


def _display(locale: str, name: str, description: str) -> dict[str, str]:
    return {"locale": locale, "name": name, "description": description}


def _claim(path: list[str | None], sd: str, dutch: str, english: str, mandatory: bool) -> dict[str, Any]:  # noqa: FBT001 - a row of the table
    display = [{"locale": "nl", "label": dutch}, {"locale": "en", "label": english}]
    return {"path": path, "display": display, "sd": sd} | ({"mandatory": True} if mandatory else {})
