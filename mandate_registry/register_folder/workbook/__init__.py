"""Spreadsheet files (.xlsx, .xls, .ods): their sheets as they show them."""
