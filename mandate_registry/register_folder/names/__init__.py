"""Names in somebody else's spreadsheet, and the codes of a register that they stand for."""
