"""From what a service gives to a response; the opposite of `request_body`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

from flask import Response, current_app, jsonify, url_for
from werkzeug.exceptions import NotFound

from mandate_registry.services.changesets import proposals
from mandate_registry.services.changesets.entry_proposals import WaitingChange
from mandate_registry.view_context import call
from schemas.answers import as_json
from schemas.base import Schema, ready
from schemas.changesets import ChangesetOut


def one(schema: type[Schema], thing: object) -> Response:
    """Answer with one thing and its strong ETag: the tag that a change of it has to name, or else that of its bytes."""
    response = jsonify(ready(schema).dump(thing))
    tag = getattr(thing, "tag", None)
    response.set_etag(tag) if tag else response.add_etag()
    return response


def answered(thing: object) -> Response:
    """Answer with the answer to a question, and the ETag of its bytes."""
    response = jsonify(as_json(thing))
    response.add_etag()
    return response


def many(schema: type[Schema], things: Iterable[object], **beside: Any) -> Response:
    """Answer with a list, and what stands beside it."""
    return jsonify({"items": ready(schema).dump(things, many=True)} | beside)


def streamed(things: Iterable[object]) -> Response:
    """Answer with a list of answers that may be long, written one by one."""
    write = current_app.json.dumps

    def parts() -> Iterator[str]:
        yield '{"items":['
        for place, thing in enumerate(things):
            yield ("," if place else "") + write(as_json(thing), separators=(",", ":"))
        yield "]}\n"

    return Response(parts(), mimetype="application/json")


def created(schema: type[Schema], thing: object, endpoint: str, identity: UUID) -> Response:
    """Answer with a thing that did not exist before, and where it is now."""
    response = one(schema, thing)
    response.status_code = 201
    response.headers["Location"] = url_for(endpoint, identity=identity)
    return response


def waits(waiting: WaitingChange) -> Response:
    """Answer that a change waits for approval (202), with the changeset in which it does."""
    proposal = call(proposals.get_changeset, waiting.changeset)
    response = created(ChangesetOut, proposal, "changesets.read", waiting.changeset)
    response.status_code = 202
    return response


def page(folder: Path, code: str) -> Response:
    """Answer with the page of that code in a folder of the documentation."""
    pages = {found.stem: found for found in folder.glob("*.md")}
    if code not in pages:
        raise NotFound
    return markdown(pages[code].read_text(encoding="utf-8"))


def markdown(text: str) -> Response:
    """Answer with a page in Markdown."""
    return Response(text, mimetype="text/markdown")


def open_to_all(response: Response) -> Response:
    """Return a response that scripts of any origin may read (CORS)."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response
