"""The public register: the mandates that organisations published, for everybody."""
