"""In which language a page is shown: English is the source, Dutch stands in the catalogues."""

from __future__ import annotations

from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import LazyProxy, NullTranslations, Translations
from flask import Flask, Response, has_request_context, request

from mandate_registry import PACKAGE
from mandate_registry.terms.term_files import Text

OTHER = {"nl": "en", "en": "nl"}
CATALOGUES = PACKAGE / "web" / "translations"
COOKIE = "lang"
A_YEAR = 365 * 24 * 3600


def install(app: Flask) -> None:
    """Set up translation: templates use the requested language, and a cookie keeps the choice."""
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]  # (of the extension)
    app.after_request(_keep_choice)


def chosen() -> str:
    """Return the language: by `lang` in the address, else as it was chosen before, else as the browser prefers."""
    if not has_request_context():
        return "en"
    asked = request.args.get(COOKIE), request.cookies.get(COOKIE)
    return next((lang for lang in asked if lang in OTHER), None) or request.accept_languages.best_match(OTHER) or "nl"


def gettext(message: str, **values: Any) -> str:
    """Return a message in the requested language; `%(name)s` is filled in."""
    said = _catalogue(chosen()).gettext(message)
    return said % values if values else said


def ngettext(singular: str, plural: str, number: int) -> str:
    """Return the singular or plural message; the template fills in `%(num)s` and the rest."""
    return _catalogue(chosen()).ngettext(singular, plural, number)


def lazy(message: str) -> Any:
    """Return a message that is translated when it is shown."""
    return LazyProxy(gettext, message, enable_cache=False)


def said(text: Text) -> Any:
    """Return a term's text as what is said later, in the language that is asked for then."""
    return LazyProxy(lambda: text[chosen()], enable_cache=False)


def language_url() -> str:
    """Return the address of this page in the other language."""
    others = [(name, value) for name, value in request.args.items(multi=True) if name != COOKIE]
    return "?" + urlencode([*others, (COOKIE, OTHER[chosen()])])


@cache
def _catalogue(lang: str) -> NullTranslations:
    """Return the translations of a language, of all its catalogues; the source needs none."""
    files = sorted((CATALOGUES / lang).glob("*.po"))
    return _compiled(lang, files) if files else NullTranslations()


def _compiled(lang: str, files: list[Path]) -> Translations:
    whole = Catalog(locale=lang)
    for file in files:
        with file.open("rb") as stream:
            for message in read_po(stream, locale=lang):
                whole[message.id] = message
    compiled = BytesIO()
    write_mo(compiled, whole)
    compiled.seek(0)
    return Translations(compiled)


def _keep_choice(response: Response) -> Response:
    """Set the language cookie; not on the page of a card, which stores nothing in the browser."""
    lang = request.args.get(COOKIE)
    if lang in OTHER and request.blueprint != "cards":
        response.set_cookie(COOKIE, lang, max_age=A_YEAR, httponly=True, samesite="Lax", path="/")
    return response
