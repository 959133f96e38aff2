"""Changes of a register: drafted, validated, previewed, approved and applied."""
