"""A register goes out as a file that can be imported."""

from __future__ import annotations

import io
from zipfile import ZipFile

import pytest
from flask import Flask

from mandate_registry.config import ROOT
from mandate_registry.services.permissions import Role
from tests.api.callers import caller
from tests.api.client import Api
from tests.api.register_files import SMALL, XLSX, ZIP, folder, packed, send
from tests.api.small_register import HERE, THERE
from tests.support.demo import DUINRAND, WIERDENLAND

pytestmark = pytest.mark.either_database

FORMS = {"zip": ZIP, "xlsx": XLSX}


@pytest.mark.parametrize("form", FORMS)
def test_a_register_is_a_file_with_a_name(keeper: Api, form: str) -> None:
    given = keeper.get(f"/exports/register.{form}")
    assert given.headers["Content-Type"] == FORMS[form]
    assert given.headers["Content-Disposition"] == f'attachment; filename="mandates-{WIERDENLAND}.{form}"'
    assert given.data == keeper.get(f"/exports/register.{form}?organisation={WIERDENLAND}").data


@pytest.mark.parametrize("form", FORMS)
def test_what_goes_out_comes_in_without_a_change(app: Flask, api: Api, form: str) -> None:
    send(api, folder(ROOT / "data/sample/duinrand"))
    given = api.get(f"/exports/register.{form}?organisation={DUINRAND}").data
    assert send(api, given, content_type=FORMS[form]).json["tables"] == {}
    assert caller(app, Role.APPROVER, DUINRAND).get(f"/exports/register.{form}").data == given


def test_the_zip_has_the_answers_that_are_expected(keeper: Api, hr: Api) -> None:
    with ZipFile(io.BytesIO(keeper.get("/exports/register.zip").data)) as archive:
        assert archive.read("checks.yaml").startswith(b"- id: story-she-may-conclude\n")
    with ZipFile(io.BytesIO(hr.get("/exports/register.zip").data)) as archive:
        assert "checks.yaml" not in archive.namelist()


def test_who_reads_several_registers_says_which(api: Api) -> None:
    problem = api.get("/exports/register.zip", 400).json
    assert problem["errors"][0]["detail"] == f"say which one: {HERE}, {THERE}"
    api.get("/exports/register.zip?organisation=00000009000000000009", 404)
    api.get("/exports/register.zip?organisation=1", 400)
    api.get("/exports/register.zip?format=csv", 400)


def test_only_who_reads_the_register_is_given_it(app: Flask, hr: Api, partner: Api) -> None:
    hr.get(f"/exports/register.zip?organisation={THERE}", 403)
    partner.get("/exports/register.zip", 403)
    partner.get(f"/exports/register.xlsx?organisation={HERE}", 403)
    Api(app).get("/exports/register.zip", 401)


def test_what_no_spreadsheet_can_hold_is_taken_as_a_zip(api: Api) -> None:
    long = "x" * 40_000
    send(api, packed(SMALL | {"organisation.csv": f"oin,name\n00000009000000000009,{long}\n"}))
    api.get("/exports/register.xlsx?organisation=00000009000000000009", 409)
    api.get("/exports/register.zip?organisation=00000009000000000009")
