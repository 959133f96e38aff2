"""The desk: where who keeps, approves or audits a register finds and reads what is in it."""
