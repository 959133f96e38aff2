"""Credentials: powers signed for the wallet of an employee, and their status lists."""
