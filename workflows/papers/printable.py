"""Which characters the fonts of a PDF can show, and what stands there for those that they cannot.

A PDF that everyone can read aloud (PDF/UA) may hold no character without a shape. What has none, or would turn the
words around it, is named between colons: nothing that a person typed is left out, and nothing of it acts.
"""

import re
import unicodedata
from collections.abc import Iterable
from typing import Any

from texts import say

_PLAIN = "\n\t"
_JOINERS = "\u00ad\u200b\u200c\u200d\u2060\ufe0e\ufe0f\ufeff"
_WIDE = 0x2E80  # from here on scripts of which the bundled fonts hold nothing: Chinese, Korean, emoji
_KEPT_ABOVE = ((0xFB00, 0xFB4F), (0xFB50, 0xFDFF), (0xFE70, 0xFEFC))  # ligatures, Hebrew and Arabic forms
_LATIN = 0x0250
_LETTERS = ("Lo", "Lm", "Mn", "Mc")
_WIDTH = 16
_LONG = re.compile(rf"\S{{{2 * _WIDTH},}}")
_BREAK = "\u200b"
_PUNCTUATION = "\u2018\u2019\u201a\u201c\u201d\u201e\u2013\u2014\u2026\u2022\u20ac\u2192"  # quotes, dashes, €


def printable(value: Any, gone: Iterable[str] = (), *, latin: bool = False) -> tuple[Any, bool]:
    """Return plain values with every text printable, and whether anything had to be named.

    *gone* are characters that turned out to have no shape; *latin* leaves nothing but Latin letters.
    """
    missing = frozenset(gone)
    match value:
        case str():
            shown = "".join(one if _shows(one, missing, latin=latin) else _named(one) for one in value)
            return _breakable(shown), shown != value
        case dict():
            found = {key: printable(one, missing, latin=latin) for key, one in value.items()}
            return {key: text for key, (text, _) in found.items()}, any(named for _, named in found.values())
        case list() | tuple():
            made = [printable(one, missing, latin=latin) for one in value]
            return [text for text, _ in made], any(named for _, named in made)
        case _:
            return value, False


def note() -> str:
    """Return the sentence that tells what the names between colons are."""
    return say("paper.named_characters")


def _shows(one: str, missing: frozenset[str], *, latin: bool) -> bool:
    if one in _PLAIN:
        return True
    code, category = ord(one), unicodedata.category(one)
    if one in missing or (category.startswith("C") and one not in _JOINERS):
        return False
    if latin:
        return code < _LATIN or one in _PUNCTUATION
    return code < _WIDE or any(low <= code <= high for low, high in _KEPT_ABOVE) or one in _JOINERS


def _named(one: str) -> str:
    if one in _JOINERS:
        return ""
    code = f"U+{ord(one):04X}"
    name = "" if unicodedata.category(one) in _LETTERS else unicodedata.name(one, "").lower()
    return f":{name or code}:"


def _breakable(text: str) -> str:
    """A word that is wider than a column, such as a link, may be broken; else it would run off the page."""
    return _LONG.sub(
        lambda found: _BREAK.join(found[0][at : at + _WIDTH] for at in range(0, len(found[0]), _WIDTH)), text
    )
