"""The law, as pure functions over facts: no clock, no database, the standard library only."""
