"""The issuers of tokens that an installation trusts: their settings and their public keys."""
