"""The demo registers: the organisations that they are of."""

WIERDENLAND, DUINRAND = "00000009100000000001", "00000009100000000002"
