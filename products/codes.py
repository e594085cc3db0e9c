"""The public name of a product: it stands on labels, and is never given twice."""

import re
import secrets

# No 0 and O, 1, I and L: people type codes off labels.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
LENGTH = 10

_CODE = re.compile(f"[{ALPHABET}]{{{LENGTH}}}")


def new_code() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def read_code(text: str) -> str:
    """Return a code as it is stored, however it was typed; empty for what is none."""
    code = re.sub(r"[\s.-]", "", text).upper()
    return code if _CODE.fullmatch(code) else ""


def spaced(code: str) -> str:
    """Return a code in two halves, as people read it out."""
    half = LENGTH // 2
    return f"{code[:half]}-{code[half:]}"
