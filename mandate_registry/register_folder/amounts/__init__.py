"""Amounts and days in somebody else's spreadsheet: limits, bounds, multiples and VAT."""
