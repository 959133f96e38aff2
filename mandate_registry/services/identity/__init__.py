"""Who is calling: API keys, access tokens, sign-in at an issuer, and sessions."""
