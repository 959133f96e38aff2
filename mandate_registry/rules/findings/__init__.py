"""Findings: what a lawyer who reads a whole register would have mended."""
