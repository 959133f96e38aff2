"""What the codes of the register mean, in words: reasons, outcomes, findings, labels, forms and problems.

A file of this folder holds kinds of terms, a kind has an entry for each code, and an entry has texts, each in Dutch and
English. A new term is one new entry: what it lacks beside the others of its kind is named when the program starts,
and the tests hold the codes equal to those of the rules (`tests/test_terms.py`).
"""

from __future__ import annotations

from collections.abc import Mapping

from mandate_registry.terms.term_files import Term, Text, read

TERMS = read()


def terms(kind: str) -> Mapping[str, Term]:
    """Return the terms of a kind, such as `reasons`, by code, in the order of the file."""
    return TERMS[kind]


def texts(kind: str, key: str) -> dict[str, Text]:
    """Return one text of each term of a kind, by code; of an optional text only where a term has it."""
    return {code: term.texts[key] for code, term in terms(kind).items() if key in term.texts}


def in_english(kind: str, key: str) -> dict[str, str]:
    """Return the same as `texts` does, in English alone: for the API and the command line."""
    return {code: text["en"] for code, text in texts(kind, key).items()}


def values(kind: str, key: str) -> dict[str, str]:
    """Return one plain value of each term of a kind, such as its `tone`, by code."""
    return {code: term.values[key] for code, term in terms(kind).items() if key in term.values}
