"""One-time passwords: handed over on paper or by phone, changed at first use."""

import secrets

# No two characters that look or sound alike.
LETTERS = "abcdefghkmnpqrstuvwxyz"
DIGITS = "23456789"


def one_time_password() -> str:
    """Return three groups of four characters with some 49 bits of chance."""
    groups = ("".join(secrets.choice(LETTERS) for _ in range(3)) for _ in range(3))
    return "-".join(group + secrets.choice(DIGITS) for group in groups)
