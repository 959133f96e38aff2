"""Which column of the register a heading of somebody else's spreadsheet stands for."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache

from mandate_registry.field_words import FIELD_WORDS, Words
from mandate_registry.register_folder.columns import TABLES, Table
from mandate_registry.register_folder.sheet.heading_words import MIN_RATIO, OF_NO_DECISION, Heading
from mandate_registry.rules.integrity import KEYS

MIN_LIKENESS = 0.5

_SINCE = (
    "valid from|from|since|start date|begin date|date from|geldig vanaf|geldig van|vanaf|van|ingangsdatum|startdatum|"
    "met ingang van|datum ingang|effective date|effective from"
)
_UNTIL = (
    "valid until|until|till|end date|date until|geldig tot|geldig tot en met|tot|tot en met|t m|einddatum|datum einde|"
    "geldig t m|valid to|valid till|valid through|vervalt per|vervalt op|expiry date|laatste dag"
)
_EMPLOYEE = (
    "personeelsnummer|personeelsnr|pers nr|persnr|medewerkernummer|medewerkersnummer|medewerkernr|medewerker nr|"
    "mdw nr|emp id|empid|employee number|employee no|employee id|staff number|staff no|personnel number|"
    "registratienummer|nummer"
)
_NAME = (
    "naam medewerker|volledige naam|naam volledig|weergavenaam|medewerkernaam|employee name|full name|display name|"
    "naam|name"
)
_EMAIL = "e mail|e mailadres|emailadres|mail|mailadres|e mail werk|zakelijk e mailadres|email address|work email"
_EMPLOYED_FROM = (
    "in dienst|datum in dienst|indienst|indiensttreding|datum indiensttreding|in dienst per|in dienst sinds"
)
_EMPLOYED_UNTIL = "uit dienst|datum uit dienst|uitdienst|uitdiensttreding|datum uitdiensttreding|uit dienst per"
_TITLE = "omschrijving|titel|naam|benaming|description|name|title|label"

WORDS: dict[str, dict[str, str]] = {
    "staff": {
        "number": f"{_EMPLOYEE}|number|emp id|id",
        "name": _NAME,
        "email": _EMAIL,
        "employed_from": f"{_EMPLOYED_FROM}|hire date|date of hire|employed since|begindatum dienstverband",
        "employed_until": f"{_EMPLOYED_UNTIL}|termination date|date of leaving|einddatum dienstverband",
        "position": "functie|functienaam|functietitel|functieomschrijving|functiebenaming|position|job title|job",
        "position_code": "functiecode|functie code|functienummer|post unique reference|job code|position code",
        "unit": "afdeling|afdelingsnaam|team|teamnaam|organisatieonderdeel|organisatie eenheid|orgeenheid|eenheid|unit|"
        "department",
        "unit_code": "afdelingscode|teamcode|eenheidscode|orgeenheid code|kostenplaats|dept id|department code|"
        "unit code",
        "valid_from": "ingangsdatum functie|begindatum functie|functie vanaf|in functie sinds|in functie per",
        "valid_until": "einddatum functie|functie tot",
    },
    "employees": {
        "number": f"{_EMPLOYEE}|number|medewerker|id",
        "name": _NAME,
        "email": _EMAIL,
        "employed_from": f"{_EMPLOYED_FROM}|hire date|date of hire|employed since|begindatum dienstverband|{_SINCE}|"
        "begindatum",
        "suspended_from": "geschorst vanaf|gestopt vanaf|suspended from",
        "suspended_until": "geschorst tot|gestopt tot|suspended until",
        "employed_until": f"{_EMPLOYED_UNTIL}|termination date|date of leaving|einddatum dienstverband|{_UNTIL}",
    },
    "positions": {
        "code": "functiecode|functie code|functienummer|functie id|position code|job code|position id|afkorting|id",
        "title": f"functie|functienaam|functietitel|functieomschrijving|functiebenaming|position|job title|{_TITLE}",
        "unit": "afdeling|team|organisatieonderdeel|organisatie eenheid|orgeenheid|eenheid|kostenplaats|department|"
        "unit code|organisational unit",
        "category": "functiecategorie|categorie|functiefamilie|functiegroep|job family",
    },
    "units": {
        "code": "afdelingscode|teamcode|eenheidscode|orgeenheid code|unit code|kostenplaats|department code|"
        "afkorting|id",
        "name": f"afdeling|afdelingsnaam|team|teamnaam|organisatieonderdeel|eenheid|unit|department|{_TITLE}",
        "parent": "onderdeel van|valt onder|bovenliggend|bovenliggende eenheid|hoofdafdeling|parent unit|part of",
    },
    "appointments": {
        "employee": f"{_EMPLOYEE}|medewerker|naam medewerker|employee",
        "position": "functie|functiecode|functienaam|functieomschrijving|rol|position code|job|job title|role",
        "valid_from": f"ingangsdatum functie|begindatum functie|functie vanaf|{_SINCE}|begindatum",
        "valid_until": f"einddatum functie|functie tot|{_UNTIL}",
    },
    "absences": {
        "employee": f"{_EMPLOYEE}|medewerker|naam medewerker|employee",
        "valid_from": f"afwezig vanaf|eerste dag|eerste verzuimdag|verlof van|first day|absent from|{_SINCE}|"
        "begindatum",
        "valid_until": f"afwezig tot|afwezig tot en met|laatste dag|verlof tot|last day|absent until|{_UNTIL}",
    },
    "bodies": {
        "code": "orgaancode|afkorting|id",
        "name": f"bestuursorgaan|orgaan|body|{_TITLE}",
        "position": "functie|vervuld door|function",
    },
    "decision_types": {
        "code": "bevoegdheidscode|bevoegdheid nr|bevoegdheidsnummer|afkorting|volgnummer|nr|id",
        "title_nl": f"bevoegdheid|taak|omschrijving bevoegdheid|bevoegdheidsomschrijving|decision type|power|{_TITLE}",
        "title_en": "engels|omschrijving engels|titel engels|title english|english",
        "parent": "rubriek|onderdeel van|hoofdstuk|heading|part of",
        "body": "bestuursorgaan|orgaan|bevoegd orgaan|namens|wiens besluit",
        "nature": "aard|soort|type",
        "amount_required": "bedrag nodig|bedrag verplicht|bedrag vereist",
        "mandatable": "mandateerbaar|te mandateren|mandaat mogelijk",
        "legal_basis": "grondslag|wettelijke grondslag|wettelijke basis|wetsartikel|artikel|legal ground",
    },
    "deputyships": {
        "number": "nummer|nr|volgnummer|id",
        "for": "voor|vervangt|te vervangen|vervangene|functie|afwezige",
        "deputy": "vervanger|plaatsvervanger|waarnemer|vervangen door|replaced by|substitute",
        "rank": "rang|volgorde|order",
        "trigger": "wanneer|aanleiding",
        "max_amount": "maximum|maximumbedrag|tot bedrag|bedrag|limiet|amount",
        "vat": "btw",
        "decision_types": "bevoegdheden|bevoegdheid|voor welke bevoegdheden",
        "valid_from": f"{_SINCE}|begindatum",
        "valid_until": _UNTIL,
    },
    "instruments": {
        "reference": "kenmerk|referentie|zaaknummer|nummer|besluitnummer|ref|case number|id",
        "title": f"besluit|mandaatbesluit|naam besluit|onderwerp|{_TITLE}",
        "adopted_by": "vastgesteld door|genomen door|orgaan|bestuursorgaan",
        "adopted_on": "vastgesteld op|datum vastgesteld|vaststellingsdatum|datum besluit|besluitdatum|decided on",
        "published_as": "publicatie|gepubliceerd als|publicatienummer|gemeenteblad|bekendmaking",
        "publication_url": "link|url|vindplaats|publicatie url|publicatielink",
        "in_force_from": f"inwerkingtreding|datum inwerkingtreding|in werking vanaf|{_SINCE}",
        "retroactive_to": "terugwerkend tot|terugwerkende kracht|terugwerkende kracht tot",
    },
    "mandates": {
        "number": "nummer|nr|mandaatnummer|mandaat nr|volgnummer|mandate number|id",
        "kinds": "soort|soort mandaat|type|vorm|kind",
        "on_behalf_of": "namens|bestuursorgaan|orgaan|mandaatgever|volmachtgever|grantor|body",
        "holder": "gemandateerde|mandaathouder|houder|functionaris|gevolmachtigde|functie|mandaat aan|granted to",
        "decision_types": "bevoegdheid|bevoegdheden|taak|taken|omschrijving bevoegdheid|decision type|powers",
        "except": "voorbehoud|uitgezonderd|behalve|uitzonderingen|uitzondering|exceptions",
        "above_amount": "bedrag vanaf|vanaf bedrag|boven|meer dan|minimum|minimumbedrag|ondergrens",
        "max_amount": "maximum|maximumbedrag|max bedrag|bedrag tot|tot bedrag|bedrag|limiet|bovengrens|mandaatbedrag|"
        "financiele grens|grens|grensbedrag|financieel maximum|maximaal bedrag|maximale bedrag|plafond|"
        "max|maximaal|tot en met bedrag|bedrag tot en met|tot en met|financiele limiet|begrenzing|"
        "begrenzing financieel belang|financieel belang|drempelbedrag|maximum amount|limit|amount|budget|ceiling|"
        "threshold",
        "cases": "alleen voor zaak|zaak|zaken|zaaknummer|voor zaak|case|cases",
        "within": "eenheid|afdeling|team|organisatieonderdeel|unit|department",
        "currency": "valuta|munt|muntsoort",
        "vat": "btw|incl excl btw",
        "conditions": "voorwaarden|voorwaarde|onder voorwaarde|condition",
        "instructions": "instructie|instructies|werkinstructie|instruction|instructions",
        "sub_mandating": "ondermandaat|ondermandaat toegestaan|doormandatering|doorverlening",
        "parent": "hoofdmandaat|ondermandaat van|bovenliggend mandaat|parent mandate",
        "legal_basis": "grondslag|wettelijke grondslag|wettelijke basis|wetsartikel|artikel|legal ground",
        "instrument": "besluit|mandaatbesluit|besluitnummer|kenmerk besluit|decision",
        "valid_from": f"{_SINCE}|begindatum|ingangsdatum mandaat",
        "valid_until": f"{_UNTIL}|einddatum mandaat|vervaldatum",
        "disclosure": "openbaarheid|openbaar|publiek",
    },
}
"""What the columns are called elsewhere, in Dutch and in English, the surest word first."""

ROWS = "rows"
"""Stands for a column of the file that tells which rows are read, such as a status."""
NAME_PARTS = ("name.given", "name.prefix", "name.family")
"""Columns of the file that make up a name together, in the order in which it is written."""
BESIDE = {
    ROWS: "status|statuscode|status medewerker|actief|actief ja nee|employment status|active|valid",
    "name.given": "voornaam|roepnaam|voornamen|first name|given name|firstname",
    "name.prefix": "voorvoegsel|tussenvoegsel|voorvoegsels|tussenvoegsels|name prefix",
    "name.family": "achternaam|geslachtsnaam|last name|surname|family name|lastname",
}
"""What columns of the file are called that are no column of the register by themselves."""

OTHER_SIDE = {
    "max_amount": "boven|vanaf|meer dan|hoger dan|minimum|minimaal|minimumbedrag|ondergrens|above|more than|at least",
    "above_amount": "tot|t m|maximum|maximaal|maximumbedrag|bovengrens|minder dan|up to|below|less than|at most",
}
"""What is in the heading of a column with the other limit: a lower limit is never taken for a maximum."""

LIMITING = set(" ".join(WORDS["mandates"]["max_amount"].split("|")).split()) | {"maximaal", "limieten", "grenzen"}
"""The words of which a heading with limits is made up."""
BESIDE_LIMITS = {"x", "excl", "incl", "exclusief", "inclusief", "btw", "euro", "euros", "eur", "s", "per", "van", "de"}
BESIDE_LIMITS |= {"het", "een", "functie", "duizend", "k"}
"""The words that may stand beside them."""

NAMES = {
    "employees": "medewerkers|personeel|employees|staff",
    "positions": "functies|functieboek|functiehuis|positions|jobs",
    "units": "afdelingen|teams|organisatie|units|departments",
    "appointments": "aanstellingen|functievervulling|bezetting|appointments",
    "absences": "afwezigheid|verlof|verzuim|absences|leave",
    "bodies": "organen|bestuursorganen|bodies",
    "decision_types": "bevoegdheden|takenlijst|decision types",
    "deputyships": "vervanging|plaatsvervanging|waarneming|deputyships",
    "instruments": "besluiten|mandaatbesluiten|instruments",
    "mandates": "mandaten|mandaatregister|mandaatlijst|volmachten|mandates",
}
"""What a sheet or a file with such a table may be called."""


def folded(text: str) -> str:
    """Return a heading or a name as it is compared: words of lower-case letters and digits, without accents."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return " ".join(re.findall("[a-z0-9]+", plain))


def names_limit(text: str) -> bool:
    """Return True if a text is the name of a limit and no more, such as "Max. bedrag (x € 1.000)"."""
    words = {word for word in folded(text).split() if not word.isdigit()}
    return bool(words & LIMITING) and words <= LIMITING | BESIDE_LIMITS


def guess_columns(table: Table, headings: Sequence[str]) -> dict[str, int]:
    """Return for each column the place of its likely heading; each heading serves one column.

    Where no heading is the code of something that has a name, its code is made of the name.
    """
    return _guessed(table, _folded(headings))


def _folded(headings: Sequence[str]) -> list[Heading]:
    return [Heading.of(folded(heading.replace("%", " percent "))) for heading in headings]


def _guessed(table: Table, headings: Sequence[Heading]) -> dict[str, int]:
    scores = [
        (_score(table.name, name, heading), -order, place, name)
        for order, name in enumerate(uses_of(table))
        for place, heading in enumerate(headings)
    ]
    found: dict[str, int] = {}
    for score, _, place, name in sorted(scores, key=lambda one: (-one[0], -one[1], one[2])):
        if score >= MIN_LIKENESS and name not in found and place not in found.values():
            found[name] = place
    code, title = (column.name for column in table.columns[:2])
    if code == "code" and code not in found and title in found:
        found[code] = found[title]
    return found


def uses_of(table: Table) -> list[str]:
    """Return what a column of the file may be used for: columns of the register, and those of `BESIDE`."""
    parts = NAME_PARTS if table.name in ("employees", "staff") else ()
    return [*(column.name for column in table.columns), *parts, ROWS]


def guess_table(headings: Sequence[str], name: str = "") -> Table:
    """Return the table to which headings likely belong; `name` is that of the sheet or the file."""
    compared = _folded(headings)

    def fit(table: Table) -> float:
        found, keys = _guessed(table, compared), key_columns(table)
        must = [] if table.name == "mandates" else keys  # numbers can be made
        lacking = sum((3 if column.name in must else 0.3) for column in table.required if column.name not in found)
        scored = sum(_score(table.name, column, compared[place]) for column, place in found.items())
        is_named = any(word in folded(name) for word in NAMES[table.name].split("|"))
        return scored - lacking + is_named

    return max(TABLES, key=fit)


def key_columns(table: Table) -> list[str]:
    """Name the columns by which a row of this table is known."""
    keys = KEYS[table.name if table.name in KEYS else "employees"]
    return [column.name for column in table.columns if column.fields[0] in keys]


def _score(table: str, column: str, heading: Heading) -> float:
    """Return a score: 2 for its own name, up to 1.5 for a name used elsewhere, less for a similar one."""
    text, own, words = heading.text, *words_of(table, column)
    if not text:
        return 0
    if text in (own, own.replace(" ", "")):
        return 2
    if text in words:
        return 1.5 - words.index(text) / 100
    other = {*OTHER_SIDE[column].split("|"), *OF_NO_DECISION} if column in OTHER_SIDE else set()
    if not heading.phrases.isdisjoint(other):
        return 0
    near = max(heading.likeness(word) for word in (own, *words))
    if near >= MIN_RATIO:
        return near
    within = max((len(word) for word in words if word in heading.phrases and len(word) > len("code")), default=0)
    return 0.55 + within / 200 if within else 0


@cache
def words_of(table: str, column: str) -> tuple[str, tuple[str, ...]]:
    """Return the name of a column as headings are compared, and what it is called elsewhere, or else on our pages."""
    told = (BESIDE.get(column) or WORDS[table].get(column, "")).split("|")
    words = FIELD_WORDS.get(table, {}).get(column, Words())
    called = map(folded, words.label or ()) if told == [""] else ()
    return folded(column), tuple(filter(None, (*told, *called)))
