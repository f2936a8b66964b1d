"""Encryption at rest: AES-GCM with a key id, bound to the row that holds it, so ciphertext cannot be moved.

Keys come from RUGGESPRAAK_KEYS as ``id:base64`` pairs separated by commas; the first one seals, all of them open.
"""

import base64
import os
from collections.abc import Mapping

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_NONCE = 12


class KeyringError(Exception):
    """The keys are missing, malformed, or not those that sealed this."""


class Keyring:
    """Seals and opens bytes. ``place`` is table.column:row and must be the same both times."""

    def __init__(self, keys: Mapping[str, bytes]) -> None:
        if not keys:
            raise KeyringError("RUGGESPRAAK_KEYS holds no key")
        self._keys = dict(keys)
        self._current = next(iter(keys))

    @classmethod
    def parse(cls, text: str) -> "Keyring":
        """Read ``id:base64,id:base64``; raises KeyringError, never showing a key."""
        keys: dict[str, bytes] = {}
        for pair in filter(None, (part.strip() for part in text.split(","))):
            name, _, encoded = pair.partition(":")
            if name in keys:
                raise KeyringError("RUGGESPRAAK_KEYS gives two keys the same name")
            keys[name] = _decode(name, encoded)
        return cls(keys)

    @property
    def current(self) -> str:
        """The name of the key that seals."""
        return self._current

    def has(self, name: str) -> bool:
        return name in self._keys

    def seal(self, plain: bytes, place: str) -> bytes:
        nonce = os.urandom(_NONCE)
        sealed = AESGCM(self._keys[self._current]).encrypt(nonce, plain, place.encode())
        return b"v1:" + self._current.encode() + b":" + nonce + sealed

    def open(self, sealed: bytes, place: str) -> bytes:
        """Return what was sealed; raises KeyringError for a wrong key, place or changed bytes."""
        version, name, rest = ([*sealed.split(b":", 2), b"", b""])[:3]
        key = self._keys.get(name.decode(errors="replace"))
        if version != b"v1" or key is None:
            raise KeyringError(f"RUGGESPRAAK_KEYS lacks the key '{name.decode(errors='replace')}'")
        try:
            return AESGCM(key).decrypt(rest[:_NONCE], rest[_NONCE:], place.encode())
        except (InvalidTag, ValueError) as error:
            raise KeyringError("sealed with another key, or changed") from error


def key_name(sealed: bytes) -> str:
    """Return the name of the key under which something was sealed."""
    return sealed.split(b":", 2)[1].decode(errors="replace")


def _decode(name: str, encoded: str) -> bytes:
    try:
        key = base64.b64decode(encoded, validate=True)
    except ValueError:
        key = b""
    if not name or len(key) != 32:
        raise KeyringError("RUGGESPRAAK_KEYS wants 'name:base64 of 32 bytes', separated by commas")
    return key
