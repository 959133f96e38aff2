"""Expected checks: questions with the answers that an organisation expects of its register."""
