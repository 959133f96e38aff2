"""Registers as files: a small one, how one is packed, and how it is sent."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from tests.api.client import Answer, Api
from tests.api.small_register import HERE

ZIP = "application/zip"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SMALL = {
    "organisation.csv": f"oin,name,kind\n{HERE},Gemeente 1,gemeente\n",
    "bodies.csv": "code,name\ncollege,College\n",
    "decision_types.csv": "code,title_nl,nature\ncontract,Overeenkomst,decision\n",
    "employees.csv": "number,name\nK-1,Sanne Verbeek\n",
    "mandates.csv": "number,kinds,on_behalf_of,holder,decision_types\nM-1,mandate,college,anyone,contract\n",
}


def packed(files: dict[str, str]) -> bytes:
    stream = io.BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return stream.getvalue()


def folder(path: Path) -> bytes:
    return packed({file.name: file.read_text(encoding="utf-8") for file in path.iterdir()})


def send(api: Api, content: bytes, status: int = 200, query: str = "", **options: Any) -> Answer:
    kind = options.pop("content_type", ZIP)
    return api.send("POST", f"/imports{query}", status, data=content, content_type=kind, **options)
