"""The short written forms of the register: what is read, what is written again, what is refused."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

import pytest

from mandate_registry.rules.mandates import by_number
from mandate_registry.rules.notation import (
    Reservation,
    Seat,
    parse_amount,
    parse_principal,
    parse_reservation,
    parse_seat,
    parse_seats,
)

OIN = "00000009000000000002"


@pytest.mark.parametrize(
    ("text", "seat"),
    [
        ("anyone", Seat()),
        ("position:clerk", Seat(position="clerk")),
        ("position:team-lead.2", Seat(position="team-lead.2")),
        ("employee:W-012", Seat(employee="W-012")),
        ("employee:W 012", Seat(employee="W 012")),
        ("position:clerk+employee:W-012", Seat(position="clerk", employee="W-012")),
        ("category:leads", Seat(category="leads")),
        ("unit:care", Seat(unit="care")),
        (f"{OIN}/position:clerk", Seat(organisation=OIN, position="clerk")),
        (f"{OIN}/employee:D-007", Seat(organisation=OIN, employee="D-007")),
    ],
)
def test_a_seat_is_read_and_written_again(text: str, seat: Seat) -> None:
    assert parse_seat(text) == seat
    assert str(seat) == text


def test_seats_are_joined_by_an_ampersand() -> None:
    assert parse_seats("position:a & employee:W-1 & anyone") == (Seat(position="a"), Seat(employee="W-1"), Seat())


@pytest.mark.parametrize(
    "text",
    [
        "",
        "clerk",
        "position:",
        "position:Clerk",
        "position:a b",
        "position:-a",
        "position:a.",
        "title:clerk",
        "Anyone",
        "anyone+employee:W-1",
        "position:a+position:b",
        "employee:W-1+employee:W-2",
        "position:a+unit:b",
        "position:a+employee:W-1+category:c",
        "employee:W;1",
        "employee:W+1",
        "position:a &",
        "& position:a",
        "12/position:a",
        f"{OIN}/anyone",
        f"{OIN}/unit:care",
        f"{OIN}/category:leads",
        f"{OIN}1/position:clerk",
    ],
)
def test_what_is_no_seat_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not a seat"):
        parse_seats(text)


@pytest.mark.parametrize("text", ["position:clerk", "employee:W-012"])
def test_a_principal_is_a_position_or_an_employee(text: str) -> None:
    assert str(parse_principal(text)) == text


@pytest.mark.parametrize(
    "text", ["anyone", "unit:care", "category:leads", "position:a+employee:W-1", f"{OIN}/position:clerk", "x"]
)
def test_nobody_else_is_a_principal(text: str) -> None:
    with pytest.raises(ValueError, match="is not"):
        parse_principal(text)


@pytest.mark.parametrize(
    ("text", "amount"), [("0", "0.00"), ("1", "1.00"), ("1.5", "1.50"), ("999999999999999.99", "999999999999999.99")]
)
def test_an_amount_is_decimal_with_a_point(text: str, amount: str) -> None:
    assert str(parse_amount(text)) == amount


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1,00",
        "1.000,00",
        "1.000",
        "-1",
        "+1",
        "01",
        ".5",
        "1.",
        "1e3",
        "1 000",
        "NaN",
        "Infinity",
        "€ 1",
        "٣",
        "1" * 16,
    ],
)
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not an amount"):
        parse_amount(text)


@pytest.mark.parametrize(
    ("text", "reservation"),
    [("buy.award", Reservation("buy.award")), ("buy>=20000.00", Reservation("buy", Decimal("20000.00")))],
)
def test_a_reservation_is_read_and_written_again(text: str, reservation: Reservation) -> None:
    assert parse_reservation(text) == reservation
    assert str(reservation) == text


@pytest.mark.parametrize("text", ["", ">=1.00", "buy>=", "buy>1.00", "buy>=1,00", "Buy", "*", "buy>=1.00>=2.00"])
def test_what_is_no_reservation_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not a"):
        parse_reservation(text)


def test_the_digits_of_mandate_numbers_are_compared_as_numbers() -> None:
    ordered = ["1", "2a", "10", "10²", "A-1.1", "A-1.9", "A-1.9a", "A-1.10", "A-2", "A-02", "A-10", "B"]
    assert all(by_number(first) < by_number(second) for first, second in pairwise(sorted(ordered, key=by_number)))
    assert sorted(ordered[4:], key=by_number) == ["A-1.1", "A-1.9", "A-1.9a", "A-1.10", "A-02", "A-2", "A-10", "B"]
