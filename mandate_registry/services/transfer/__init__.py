"""Whole registers in and out: import and export of a register folder."""
