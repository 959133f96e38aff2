"""Canonical JSON is what RFC 8785 says, whichever encoder writes it."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.sql.elements import quoted_name

from mandate_registry.canonical import canonical, read_canonical


class Letter(StrEnum):
    A = "a"


HIGHEST = 2**53 - 1
TEXTS = st.text(st.characters(exclude_categories=()), max_size=12)
ASCII = st.text(st.characters(max_codepoint=127), max_size=8)
NUMBERS = st.integers(-HIGHEST - 2, HIGHEST + 2) | st.floats()
SCALARS = st.none() | st.booleans() | TEXTS | NUMBERS | st.just(Letter.A)
NAMES = ASCII | TEXTS | st.just(Letter.A) | ASCII.map(lambda text: quoted_name(text, None))
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.lists(inner, max_size=4).map(tuple)
        | st.dictionaries(ASCII, inner, max_size=5)
        | st.dictionaries(NAMES | st.integers(), inner, max_size=5)
    ),
    max_leaves=12,
)


def outcome(write: Any, value: Any) -> Any:
    try:
        return write(value)
    except (rfc8785.CanonicalizationError, AttributeError) as error:
        return type(error), str(error)


@given(VALUES)
def test_every_value_is_written_as_the_reference_writes_it_or_refused_alike(value: Any) -> None:
    assert outcome(canonical, value) == outcome(rfc8785.dumps, value)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({"b": 1, "a": [None, True, "é\u2028\x7f\x1f\n/"]}, '{"a":[null,true,"é\u2028\x7f\\u001f\\n/"],"b":1}'),
        ({"\U0001f600": 1, "\ufb33": 2}, '{"\U0001f600":1,"\ufb33":2}'),
        ({"row": "1", "Row": "2", "": []}, '{"":[],"Row":"2","row":"1"}'),
    ],
)
def test_names_stand_in_the_order_of_utf_16_and_signs_are_escaped_where_they_must(value: Any, text: str) -> None:
    assert canonical(value) == text.encode()


def test_half_a_surrogate_is_refused() -> None:
    with pytest.raises(rfc8785.CanonicalizationError):
        canonical({"name": "\ud800"})


DEEP = 500 * b"[" + 500 * b"]"


@pytest.mark.parametrize("content", [b'{"a": 1}', b'{"a":1,"a":1}', b"\xff", b"", DEEP, 90_000 * b"["])
def test_what_is_no_canonical_json_is_not_read(content: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - any of them
        read_canonical(content)


def test_canonical_json_is_read() -> None:
    assert read_canonical(b'{"a":[1,"b"]}') == {"a": [1, "b"]}
