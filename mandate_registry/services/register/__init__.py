"""The register of an organisation: written, loaded, and read at any moment as known at any moment."""
