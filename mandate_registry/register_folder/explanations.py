"""What each column of a register folder says, for who fills in a template: in Dutch and in English."""

from __future__ import annotations

from typing import NamedTuple


class Said(NamedTuple):
    """An explanation in both languages."""

    nl: str
    en: str


CODE = Said(
    "Een korte code: kleine letters en cijfers, met - en . ertussen. Voorbeeld: team.inkoop",
    "A short code: lower-case letters and digits, joined by - and . such as team.inkoop",
)
NUMBER = Said("Het personeelsnummer", "The staff number")
FIRST = Said("De eerste dag, als 2026-12-31. Leeg: sinds altijd", "The first day, as 2026-12-31. Empty: since ever")
LAST = Said("De laatste dag, als 2026-12-31. Leeg: geen einde", "The last day itself, as 2026-12-31. Empty: no end")
DAY = Said("Een dag, als 2026-12-31", "A day, as 2026-12-31")
UP_TO = Said(
    "Tot en met dit bedrag, als 50000.00. Leeg: geen grens",
    "Up to and including this amount, as 50000.00. Empty: no limit",
)
VAT = Said("Btw: excl (ook als leeg), incl of none", "VAT: excl (also when empty), incl or none")
BASIS = Said("Het wetsartikel waarop dit rust", "The article of law on which this rests")
TYPES = Said("Codes uit decision_types, met ; ertussen", "Codes of decision_types, with ; between them")
WHO = Said("position:CODE of employee:NUMMER", "position:CODE or employee:NUMBER")
MOMENTS = Said("Momenten, als 2026-11-30T14:05:00+01:00", "Moments, as 2026-11-30T14:05:00+01:00")

EXPLANATIONS: dict[str, dict[str, Said]] = {
    "organisation": {
        "oin": Said("Het OIN van de organisatie: 20 cijfers", "The OIN of the organisation: 20 digits"),
        "name": Said("De naam van de organisatie", "The name of the organisation"),
        "kind": Said("Wat het is, zoals gemeente", "What it is, such as gemeente"),
        "time_zone": Said("Tijdzone. Leeg: Europe/Amsterdam", "Time zone. Empty: Europe/Amsterdam"),
    },
    "bodies": {
        "code": CODE,
        "name": Said("Het bestuursorgaan, zoals het college", "The body, such as the college"),
        "position": Said(
            "Alleen bij een orgaan van een persoon, zoals de burgemeester: de code van zijn functie",
            "Only of a body of one person, such as the mayor: the code of the position",
        ),
    },
    "units": {
        "code": CODE,
        "name": Said("De afdeling of het team", "The department or team"),
        "parent": Said("De code van de eenheid waar dit onder valt", "The code of the unit of which this is a part"),
    },
    "positions": {
        "code": CODE,
        "title": Said("De functie", "The title of the position"),
        "unit": Said("De code van de eenheid, uit units", "The code of its unit, of units"),
        "category": Said("Een code voor functies die bij elkaar horen", "A code for positions that belong together"),
    },
    "decision_types": {
        "code": CODE,
        "title_nl": Said("Wat er beslist kan worden", "What can be decided, in Dutch"),
        "title_en": Said("Hetzelfde in het Engels", "The same in English"),
        "parent": Said("De code van de kop waar dit onder valt", "The code of the heading below which it stands"),
        "body": Said("De code van het orgaan dat bevoegd is", "The code of the body whose power it is"),
        "nature": Said(
            "decision (besluit), private_act (rechtshandeling), factual_act (feitelijke handeling) of signing "
            "(ondertekenen). Leeg: een kop, waarnaar niet kan worden gevraagd",
            "decision, private_act, factual_act or signing. Empty: a heading, about which nobody can be asked",
        ),
        "amount_required": Said("Moet er een bedrag bij: yes of no", "Must an amount be stated: yes or no"),
        "mandatable": Said("Mag het worden gemandateerd: yes of no", "May it be mandated: yes or no"),
        "components": Said("Van een samengestelde: de codes van de delen", "Of a composite: the codes of its parts"),
        "legal_basis": BASIS,
        "valid_from": FIRST,
        "valid_until": LAST,
    },
    "employees": {
        "number": NUMBER,
        "name": Said("De volledige naam", "The full name"),
        "email": Said("Het e-mailadres op het werk", "The e-mail address at work"),
        "employed_from": FIRST,
        "employed_until": LAST,
        "suspended_from": MOMENTS,
        "suspended_until": MOMENTS,
    },
    "appointments": {
        "employee": NUMBER,
        "position": Said("De code van de functie", "The code of the position"),
        "valid_from": FIRST,
        "valid_until": LAST,
    },
    "absences": {"employee": NUMBER, "valid_from": FIRST, "valid_until": LAST},
    "deputyships": {
        "number": Said("Een eigen nummer", "A number of its own"),
        "for": Said(f"Wie wordt vervangen: {WHO.nl}", f"Who is stood in for: {WHO.en}"),
        "deputy": Said(f"Wie vervangt: {WHO.nl}", f"Who stands in: {WHO.en}"),
        "rank": Said("Wie eerst gaat: 1, 2, …", "Who goes first: 1, 2, …"),
        "trigger": Said(
            "Wanneer: absence (ook als leeg), vacancy, absence_or_vacancy of always",
            "When: absence (also when empty), vacancy, absence_or_vacancy or always",
        ),
        "max_amount": UP_TO,
        "vat": VAT,
        "decision_types": Said(f"{TYPES.nl}. Leeg: alle", f"{TYPES.en}. Empty: all"),
        "valid_from": FIRST,
        "valid_until": LAST,
    },
    "instruments": {
        "reference": Said("Het kenmerk van het besluit", "The reference of the decision"),
        "title": Said("Hoe het besluit heet", "What the decision is called"),
        "adopted_by": Said("Wie het nam", "Who took it"),
        "adopted_on": DAY,
        "published_as": Said("Waarin het werd gepubliceerd", "As what it was published"),
        "publication_url": Said("Het webadres daarvan", "The web address of that"),
        "in_force_from": DAY,
        "retroactive_to": DAY,
    },
    "mandates": {
        "number": Said("Een eigen nummer", "A number of its own"),
        "kinds": Said(
            "mandate (mandaat), power_of_attorney (volmacht), authorisation (machtiging) of signing (ondertekening), "
            "met ; ertussen",
            "mandate, power_of_attorney, authorisation or signing, with ; between them",
        ),
        "on_behalf_of": Said("De code van het orgaan, uit bodies", "The code of the body, of bodies"),
        "holder": Said(
            "Wie het krijgt: position:CODE, employee:NUMMER, unit:CODE, category:CODE of anyone; samen met ' & '",
            "Who gets it: position:CODE, employee:NUMBER, unit:CODE, category:CODE or anyone; together with ' & '",
        ),
        "decision_types": Said(f"{TYPES.nl}, of * voor alle", f"{TYPES.en}, or * for all"),
        "except": Said(
            "Wat is voorbehouden: een code, of een code vanaf een bedrag: contract.decide>=25000.00",
            "What is held back: a code, or a code from an amount: contract.decide>=25000.00",
        ),
        "above_amount": Said("Alleen boven dit bedrag, als 10000.00", "Only above this amount, as 10000.00"),
        "max_amount": UP_TO,
        "currency": Said("De munt. Leeg: EUR", "The currency. Empty: EUR"),
        "vat": VAT,
        "cases": Said("Alleen in deze zaken, met ; ertussen", "In these cases only, with ; between them"),
        "counterparties": Said("Alleen met deze organisaties (OIN)", "With these organisations only (OIN)"),
        "within": Said(
            "Alleen binnen: own_unit, own_staff of codes van eenheden",
            "Only within: own_unit, own_staff or codes of units",
        ),
        "conditions": Said("Voorwaarden, met ' ; ' ertussen", "Conditions, with ' ; ' between them"),
        "instructions": Said("Instructies, alleen voor binnen", "Instructions, for inside only"),
        "sub_mandating": Said(
            "Hoe vaak het door mag, als 0, 1 of 2. Leeg: 0", "How often it may be passed on, as 0, 1 or 2. Empty: 0"
        ),
        "sub_mandating_only": Said("Alleen deze codes mogen door", "Only these codes may be passed on"),
        "sub_mandating_except": Said("Deze codes mogen niet door", "These codes may not be passed on"),
        "parent": Said("Het nummer van het mandaat hierboven", "The number of the mandate above it"),
        "legal_basis": BASIS,
        "instrument": Said("Het kenmerk, uit instruments", "The reference, of instruments"),
        "consents": Said(
            "Bij een andere organisatie: holder:2026-02-01 ; superior:2026-02-15 (geen: superior:none), of statute:WET",
            "Of another organisation: holder:2026-02-01 ; superior:2026-02-15 (no one: superior:none), or statute:LAW",
        ),
        "valid_from": FIRST,
        "valid_until": LAST,
        "disclosure": Said(
            "public, partners of internal. Leeg: partners", "public, partners or internal. Empty: partners"
        ),
        "not_about_oneself": Said(
            "yes: nooit over wie zelf beslist. Leeg: no", "yes: never about those who act. Empty: no"
        ),
    },
}
"""By table and column."""
