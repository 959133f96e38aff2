"""What new mandates of a list need beside its rows: decision, body, kinds, first day, disclosure."""
