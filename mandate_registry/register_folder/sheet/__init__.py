"""Somebody else's spreadsheet read as a table of the register, by a plan that its owner answered."""
