"""The pages that explain findings, in Markdown: the API serves them, `scripts/reference.py` writes them."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import fill

from mandate_registry.terms import terms
from mandate_registry.terms.term_files import Term

WIDTH = 120
WORDS = {
    "en": {
        "severity": "Severity",
        "article": "Article",
        "meaning": "What it means",
        "law": "The law",
        "why": "Why it matters",
        "advice": "How to mend it",
        "no_article": "No article is at stake.",
    },
    "nl": {
        "severity": "Ernst",
        "article": "Artikel",
        "meaning": "Wat het betekent",
        "law": "De wet",
        "why": "Waarom het telt",
        "advice": "Wat u kunt doen",
        "no_article": "Er is geen artikel in het geding.",
    },
}


def finding_page(code: str) -> str:
    """Return the page of a kind of finding: in English, then in Dutch. Raise KeyError where there is no such kind."""
    term = terms("findings")[code]
    english, dutch = ("\n\n".join(_paragraphs(term, language)) for language in ("en", "nl"))
    return f"# {english}\n\n---\n\n## {dutch}\n"


def _paragraphs(term: Term, language: str) -> Iterator[str]:
    said, words = {key: text[language] for key, text in term.texts.items()}, WORDS[language]
    article = term.values.get("article")
    yield said["title"]
    yield f"{words['severity']}: {said['severity']}." + (f" {words['article']}: {article}." if article else "")
    law = said.get("law", "") if article else f"{words['no_article']} {said.get('law', '')}"
    advice = f"{said['advice']} {said.get('more', '')}"
    for key, text in {"meaning": said["meaning"], "law": law, "why": said["why"], "advice": advice}.items():
        yield fill(f"**{words[key]}.** {text}".rstrip(), WIDTH, break_on_hyphens=False)
