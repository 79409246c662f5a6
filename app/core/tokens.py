"""Secrets that travel: random keys, their digests, and signatures bound to a session."""

import hashlib
import hmac
import secrets

ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"  # no 0/o, 1/l/i: keys are read aloud and copied from paper


def new_key(length: int = 26) -> str:
    """A random key of `length` letters and digits (26 of them: 128 bits)."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def digest(secret: str) -> str:
    """What we keep of a secret that was random: SHA-256 in hex."""
    return hashlib.sha256(secret.encode()).hexdigest()


def sign(key: bytes, purpose: str, text: str) -> str:
    """A signature (hex) that only this house can make for `text` and this purpose."""
    return hmac.new(key, f"{purpose}\n{text}".encode(), hashlib.sha256).hexdigest()


def same(first: str, second: str) -> bool:
    """Compares two secrets in a time that tells nothing."""
    return hmac.compare_digest(first.encode(), second.encode())
