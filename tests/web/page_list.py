"""Every page that there is, for whom it is, and how one gets there."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from dataclasses import dataclass

from werkzeug.test import Client

from mandate_registry.services.permissions import Role
from tests.support.days import today
from tests.support.demo import WIERDENLAND
from tests.web import partner_forms
from tests.web.forms import fill, sent
from tests.web.keys import made
from tests.web.mandates import granted, read
from tests.web.register_reader import SHEETS, Desk
from tests.web.shown_jobs import begun, has_status, lost
from tests.web.site import Site
from tests.web.uploads import STAFF, answered, checked, proposed, upload

NOT_PAGES = {
    *("static", "check.receipt", "check.proof", "check.printed", "desk.download", "findings.as_csv", "matrix.file"),
    *("register.table", "register.objects", "downloads.template", "downloads.example", "downloads.list_of"),
    *("sign_in.begin", "sign_in.finish", "imports.resume"),
}
"""What gives a file, or leads on: to an issuer, or to a step of an import."""
PUBLIC = {
    **{path: path for path in ("/", "/login", "/logout", "/accessibility", "/register", "/api")},
    "/api/operations/check": "/api/operations/check",
    "/api/schemas/Check": "/api/schemas/Check",
    "a register": f"/register/{WIERDENLAND}",
}


@dataclass(frozen=True)
class Place:
    """A page: whom it is shown to (None: everybody), and its address; or what follows when its form is sent.

    `sends` has what is filled in, by the names of the fields.
    """

    name: str
    role: Role | None
    path: str
    status: int = 200
    sends: Mapping[str, str] | None = None


def places(site: Site) -> list[Place]:
    """Bring a site into every state that has a page of its own, and give all pages."""
    return [
        *(Place(name, None, path) for name, path in PUBLIC.items()),
        Place("nothing here", None, "/nowhere", 404),
        Place("a card", None, f"/cards/{site.card().code}"),
        Place("a card that is not valid", None, "/cards/x", 404),
        Place("a day that is none", None, f"/register/{WIERDENLAND}?at=never", 400),
        Place("a published mandate", None, f"/register/mandates/{read(site, 'WL-1.1').entry.id}"),
        *(Place(path, Role.HOLDER, path) for path in ("/me", "/me/cards", "/me/cards/new", "/me/asked")),
        Place("a card made without anything on it", Role.HOLDER, "/me/cards/new", 400, {}),
        *_asked(partner_forms.agree(site)),
        *_register(site),
        *_changing(site),
        *_people(site),
        *_imports(site.client(Role.HR)),
        *_new(site.client(Role.ADMINISTRATOR)),
        *_working(site, site.client(Role.ADMINISTRATOR)),
        *_plans(site.client(Role.HR), site.client(Role.APPROVER)),
        *_keys(site.client(Role.ADMINISTRATOR)),
    ]


def _asked(site: Site) -> list[Place]:
    partner = partner_forms.partner(site)
    answers = {
        "a yes": partner_forms.answered(partner),
        "a no": partner_forms.answered(partner, **{"amount.value": "800000"}),
        "a condition": partner_forms.answered(partner, **partner_forms.ON_A_CONDITION),
        "a table of answers": partner_forms.seated(partner),
    }
    forms = ("/ask", "/ask/table", "/verify")
    return [
        *(Place(name, Role.PARTNER, path) for name, path in answers.items()),
        *(Place(path, Role.PARTNER, path) for path in forms),
        *(Place(f"{path}, sent empty", Role.PARTNER, path, 400, {}) for path in forms),
    ]


def _register(site: Site) -> list[Place]:
    desk = Desk(site, site.client())
    paths = ["", "/mandates", "/matrix", "/findings", "/expected-checks", "/expected-checks/new", "/log", "/changesets"]
    paths += [
        "/differences?since=2020-01-01",
        "/traces",
        "/imports",
        "/positions/new",
        "/mandates/new",
        "/changesets/new",
    ]
    listed = site.client(Role.HR).get("/desk/expected-checks").text
    ends = re.findall(r'href="(/desk/expected-checks/[^"]+/end[^"]*)"', listed)[:1]
    sheets = [desk.path(*one) for one in SHEETS]
    edited = [f"{path}/edit" for path in sheets if "/positions/" in path]
    edited += [f"{path}/stop" for path in sheets if "/people/" in path]
    found = [*(f"/desk{path}" for path in paths), *ends, *sheets, *edited]
    return [
        *(Place(path.partition("?")[0], Role.HR, path) for path in found),
        Place("a status that is none", Role.HR, "/desk/mandates?status=unheard-of", 400),
        Place("somebody else's desk", Role.HOLDER, "/desk", 403),
        Place("a register checked", Role.HR, "/desk/expected-checks", 200, {}),
    ]


def _changing(site: Site) -> list[Place]:
    """Have one mandate suspended, one drafted, one submitted and one waiting for consent, and return what follows."""
    mandates = {number: f"/desk/mandates/{read(site, number).entry.id}" for number in ("WL-1.7", "WL-1.8", "WL-7.5")}
    acts = [f"{mandates['WL-1.8']}/{act}" for act in ("amend", "suspend", "revoke")]
    fill(site.client(Role.HR), f"{mandates['WL-1.7']}/suspend", _step="do", reason="Onderzoek")
    drafted, waiting = granted(site, "T-91"), granted(site, "T-92")
    fill(site.client(Role.HR), f"/desk/changesets/{waiting}/submit")
    draft = f"/desk/mandates/{read(site, 'T-91').entry.id}"
    submitted = f"/desk/mandates/{read(site, 'T-92').entry.id}"
    mine = [f"{draft}/{act}" for act in ("correct", "submit", "withdraw")]
    mine += [f"{mandates['WL-1.7']}/resume", f"{mandates['WL-7.5']}/consent", mandates["WL-1.7"]]
    mine += [f"/desk/changesets/{drafted}", f"/desk/changesets/{drafted}/edit", f"/desk/changesets/{drafted}/submit"]
    theirs = [f"{submitted}/{act}" for act in ("approve", "reject")] + [f"/desk/changesets/{waiting}"]
    return [
        Place("a mandate granted without saying anything", Role.HR, "/desk/mandates/new", 400, {}),
        Place("what a revocation would do", Role.HR, acts[2], 200, {"reason": "Weg."}),
        Place("a revocation without a reason", Role.HR, acts[2], 400, {}),
        *(Place(path, Role.HR, path) for path in (*acts, *mine)),
        *(Place(path, Role.APPROVER, path) for path in theirs),
    ]


def _people(site: Site) -> list[Place]:
    """Have somebody appointed and somebody stopped, and return what follows."""
    hr, approver = site.client(Role.HR), site.client(Role.APPROVER)
    sent(hr, "/desk/appointments/new", employee="W-037", position="inkoper", validFrom=str(today()))
    stopped = Desk(site, hr).path("people", "employees", "W-036")
    fill(hr, f"{stopped}/stop", _step="do", reason="Onderzoek")
    past = {"reason": "Onderzoek", "until": "2020-01-01"}
    working = Desk(site, hr).path("people", "employees", "W-012")
    sent(hr, "/desk/bodies/new", code="directie", name="Directie", position="gemeentesecretaris")
    (waiting,) = re.findall(r'href="(/desk/changesets/[0-9a-f-]{36})"', approver.get("/desk/changesets").text)[-1:]
    resumed = fill(hr, f"{stopped}/resume", _step="do", reason="Afgerond").location
    away = {"employee": "W-004", "validFrom": "2026-01-01"}
    somebody, position = stopped.rpartition("/")[2], Desk(site, hr).path("positions", "positions", "inkoper")
    return [
        Place("who gained power", Role.APPROVER, "/desk/gains"),
        Place("somebody to be resumed", Role.HR, f"{stopped}/resume"),
        Place("somebody's resumption that waits", Role.APPROVER, resumed),
        Place("what a stop would do", Role.HR, f"{working}/stop", 200, {"reason": "Onderzoek"}),
        Place("a stop until a day that is past", Role.HR, f"{working}/stop", 400, past),
        Place("a list with somebody who is stopped", Role.HR, "/desk/people"),
        Place("somebody who is stopped", Role.HR, stopped),
        Place("what waits because it gives power", Role.APPROVER, waiting),
        Place("what an absence would do", Role.HR, "/desk/absences/new", 200, away),
        Place("an absence of somebody", Role.HR, f"/desk/absences/new?employee={somebody}"),
        Place("a deputy of a position", Role.HR, f"/desk/deputyships/new?for={position.rpartition('/')[2]}"),
        Place("an appointment of nobody", Role.HR, "/desk/appointments/new", 400, {}),
    ]


def _imports(client: Client) -> list[Place]:
    table = upload(client, STAFF).location
    columns = table.replace("/table", "/columns")
    sent(client, table, sheet="", table="employees")
    check = answered(client, columns, {"uses.c0": "number", "uses.c1": "name", "uses.c2": "employed_from"})
    mandates = (
        "Nummer;Bevoegdheid;Mandaat aan;Grens;Tot;Status\nT-97;subsidy.grant;Griffier;veel;1-7-2099;A\nA. Rubriek\n"
    )
    open_ = upload(client, mandates, "mandaten.csv").location
    uses = ("number", "decision_types", "holder", "max_amount", "valid_until", "rows")
    fixed = {"fixed.kinds": "mandate", "fixed.on_behalf_of": "college"}
    answers = sent(
        client, open_.replace("/table", "/columns"), fixed | {f"uses.c{at}": use for at, use in enumerate(uses)}
    )
    of_types = dict.fromkeys(fixed, "@type") | {f"uses.c{at}": use for at, use in enumerate(uses)}
    heading = "T-98;Vergunningen en ontheffingen;Griffier;;1-7-2099;A\n"
    mending = upload(client, mandates.replace("A. Rubriek\n", heading), "mandaten.csv").location
    sent(client, mending.replace("/table", "/columns"), of_types)
    told = {"chosen.v0": "read", "bounds.valid_until": "beyond", "fixed.instrument": "@later", "disclosure": "partners"}
    sent(client, mending.replace("/table", "/answers"), told)
    wrong = sent(client, "/desk/imports", {"file": (io.BytesIO(b"Personeelsnummer;Naam\n;Wie"), "leeg.csv")}).location
    to_mend = mending.replace("/table", "/check")
    found = (table, columns, check, wrong, answers.location, to_mend, "/desk/imports/done?count=2")
    return [Place(path, Role.HR, path) for path in found]


def _new(client: Client) -> list[Place]:
    """Return where it is asked what is new in a list of mandates, below which unit, and whether titles are the same."""
    mandates = "Nummer;Bevoegdheid;Mandaat aan\nT-97;Subsidie verlenen;Kapper\n"
    staff = "Personeelsnummer;Naam;Functie;Afdeling\nW-1;Aad;Kapper;Team Haar\n"
    types = "Nr;Bevoegdheid;Aard\nA1;Een subsidie verlenen;besluit\n"
    tables = [_sent(client, text) for text in (mandates, staff, types)]
    new, *checks = (one.replace("/table", "/check") for one in tables)
    fixed = {"fixed.kinds": "mandate", "fixed.on_behalf_of": "college"}
    uses = {"uses.c0": "number", "uses.c1": "decision_types", "uses.c2": "holder"}
    answered(client, tables[0].replace("/table", "/columns"), fixed | uses)
    named = {"meanings.0.column": "decision_types", "meanings.0.word": "Subsidie verlenen"}
    named |= {"meanings.1.column": "holder", "meanings.1.word": "Kapper"}
    asked = sent(client, new.replace("/check", "/mend"), {**named, "allNew": ["decision_types", "positions"]}).location
    places = [Place(path, Role.ADMINISTRATOR, path) for path in (asked, *checks)]
    return [*places, Place("nothing told of what is new", Role.ADMINISTRATOR, asked, 400, {})]


def _sent(client: Client, text: str) -> str:
    return sent(
        client, "/desk/imports", {"file": (io.BytesIO(text.encode()), "x.csv"), "organisation": WIERDENLAND}
    ).location


def _working(site: Site, client: Client) -> list[Place]:
    """Have an import run, and another whose process ended."""
    runs, dead = (_sent(client, STAFF) for _ in range(2))
    found = [one.replace("/table", "/progress") for one in (runs, dead)]
    first, second = (begun(site.installation, path, role=Role.ADMINISTRATOR) for path in found)
    has_status(site.installation, first, "writing", 1200, 10000)
    lost(site.installation, second)
    names = ("an import that runs", "an import that was lost")
    return [Place(name, Role.ADMINISTRATOR, path) for name, path in zip(names, found, strict=True)]


def _plans(hr: Client, approver: Client) -> list[Place]:
    """Have an import wait, and another that the first one made out of date."""
    first, second = (proposed(hr, f"T-95;mandate;college;Griffier;subsidy.grant;{limit};") for limit in ("", "1000"))
    waiting = proposed(hr, "T-96;mandate;college;Griffier;subsidy.grant;;")
    fill(approver, f"{first}/approve")
    found = [Place(f"a plan, {name}", Role.HR, path) for name, path in (("decided", first), ("out of date", second))]
    found.append(
        Place("what was proposed", Role.HR, f"/desk/imports/done?count=1&changeset={waiting.rpartition('/')[2]}")
    )
    found += [
        Place(f"a plan that waits{path}", Role.APPROVER, f"{waiting}{path}") for path in ("", "/approve", "/lines")
    ]
    lists = "T-97;mandate;college;Griffier;subsidy.grant;;", "WL-3.1;mandate;college;Griffier;purchase.award;;"
    check = checked(hr, *lists)  # a new mandate, and one by which expected checks turn
    ends = re.findall(r'href="(/desk/expected-checks/[^"]+import=[^"]+)"', hr.get(check).text)[:1]
    return [*found, *(Place(f"a plan before it waits: {path}", Role.HR, path) for path in (check, *ends))]


def _keys(client: Client) -> list[Place]:
    _, address = made(client)
    found = [Place(path, Role.ADMINISTRATOR, path) for path in ("/desk/keys", "/desk/keys/new", address)]
    return [*found, Place("a key that is renewed", Role.ADMINISTRATOR, address, 200, {})]
