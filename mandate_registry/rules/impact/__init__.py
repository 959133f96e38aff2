"""The impact of a change: whose answers change, for which questions, in which period."""
