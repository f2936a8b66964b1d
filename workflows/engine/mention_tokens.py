"""Cuts a text into words, initials, handles and links, and says of each whether it opens a sentence.

It decides nothing about names. Every pattern reads a piece of text once, so that a long text costs no more per letter.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from workflows.engine.mention_ordinary import ABBREVIATIONS

Kind = Literal["word", "initials", "handle", "link"]

_MARKS = (
    "\u0300-\u036f\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u0670"  # accents and vowels that stand behind their letter
    "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe0f"  # what is not seen: soft hyphens, direction marks
)
_LETTER = rf"(?:[^\W_]|[{_MARKS}])"
_WORD = re.compile(rf"['\u2019]t(?![^\W_])|[^\W_]{_LETTER}*(?:['\u2019\u02bc\u2010\u2011-]{_LETTER}+)*")
_LINK = re.compile(r"https?://\S+|www\.\S+", re.IGNORECASE)
_BARE_LINK = re.compile(r"(?:[a-z0-9-]+\.)+(?:[a-z]{2,}/\S*|(?:nl|com|org|net|eu|be|nu|tv)\.?$)", re.IGNORECASE)
_INITIALS = re.compile(r"(?:[^\W\d_]\.-?)+")
_SHORT = re.compile(r"(?:[^\W\d_]{1,3}\.){2,}")
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_HANDLES = (
    re.compile(r"@\w[\w.-]*"),
    re.compile(r"\w[\w.]*_[\w.]*\w"),
    re.compile(r"[^\W\d_]{3,}\d{2,}"),
    re.compile(r"[a-z0-9]+(?:\.[a-z0-9]+)+"),
)
_FILE = re.compile(r".*\.(?:pdf|docx?|xlsx?|pptx?|png|jpe?g|mp4|mov)", re.IGNORECASE)
_AROUND = "\"'\u201c\u201d\u201e\u2018\u2019\u00ab\u00bb()[]{}<>,;:!?\u2026*~"
_ENDS = frozenset('.!?:\u2026\n\r\u2028\u2029\u2022"\u201c\u201d\u201e\u2018\u00ab\u00bb')
_PLAIN = str.maketrans(
    {"\u0131": "i", "\u0142": "l", "\u0141": "l", "\u00f8": "o", "\u00d8": "o", "\u0111": "d", "\u0110": "d"}
    | {"\u2019": "'", "\u02bc": "'", "\u2010": "-", "\u2011": "-"}
)


@dataclass(frozen=True, kw_only=True)
class Token:
    """One piece of a text; ``joined`` says that only a space stands between it and the piece before it."""

    text: str
    start: int
    key: str
    kind: Kind
    opens: bool
    joined: bool

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    @property
    def capital(self) -> bool:
        return self.text[0].isupper()

    @property
    def shouts(self) -> bool:
        return len(self.key) > 1 and self.text.isupper()


def fold(word: str) -> str:
    """Return a word without capitals, accents and what is not seen: two words that fold alike are the same name."""
    if word.isascii():
        return word.lower()
    bare = unicodedata.normalize("NFKD", word.translate(_PLAIN)).casefold()
    return "".join(letter for letter in bare if unicodedata.category(letter) not in ("Mn", "Cf"))


def read(text: str, accounts: frozenset[str] = frozenset()) -> tuple[Token, ...]:
    """Return the pieces of a text in order; *accounts* are words that are a handle wherever they stand."""
    found: list[Token] = []
    for start, piece, kind in _pieces(text, accounts):
        before = found[-1] if found else None
        gap = text[before.end : start] if before else ""
        found.append(_token(piece, start, kind, before, gap))
    return tuple(found)


def _token(piece: str, start: int, kind: Kind, before: Token | None, gap: str) -> Token:
    short = before is not None and before.key in ABBREVIATIONS and gap.startswith(".")
    rest = gap[1:] if short else gap
    opens = before is None or any(letter in _ENDS or _is_picture(letter) for letter in rest)
    joined = before is not None and not opens and not rest.strip(" \t\u00a0\u202f")
    return Token(text=piece, start=start, key=fold(piece), kind=kind, opens=opens, joined=joined)


def _is_picture(letter: str) -> bool:
    return letter > "\u2000" and unicodedata.category(letter) in ("So", "Sk")


def _pieces(text: str, accounts: frozenset[str]) -> Iterator[tuple[int, str, Kind]]:
    for found in re.finditer(r"\S+", text):
        chunk = found.group()
        left = len(chunk) - len(chunk.lstrip(_AROUND))
        core = chunk.strip(_AROUND)
        yield from ((found.start() + left + at, piece, kind) for at, piece, kind in _in_core(core, accounts))


def _in_core(core: str, accounts: frozenset[str]) -> Iterator[tuple[int, str, Kind]]:
    link = _LINK.search(core) or _BARE_LINK.match(core)
    if link:
        yield link.start(), link.group().rstrip("."), "link"
    elif (handle := _handle(core, accounts)) is not None:
        yield core.index(handle), handle, "handle"
    elif _SHORT.fullmatch(core) and core.islower():
        yield 0, core, "word"
    else:
        yield from _words(core)


def _handle(core: str, accounts: frozenset[str]) -> str | None:
    bare = core.strip("/").rstrip(".").removesuffix("'s").removesuffix("\u2019s")
    inner = bare if bare.startswith("@") else bare.strip("_-")
    if accounts and (fold(bare) in accounts or fold(inner) in accounts):
        return bare
    if not inner or _FILE.fullmatch(inner) or _SHORT.fullmatch(core):
        return None
    shaped = _MAIL.fullmatch(inner) or any(shape.fullmatch(inner) for shape in _HANDLES)
    return inner if shaped and any(letter.isalpha() for letter in inner) else None


def _words(core: str) -> Iterator[tuple[int, str, Kind]]:
    first = _INITIALS.match(core)
    after = 0
    if first and first.group().isupper():
        yield 0, first.group().rstrip("-"), "initials"
        after = first.end()
    for found in _WORD.finditer(core, after):
        yield from ((found.start() + at, piece, "word") for at, piece in _apart(found.group()))


def _apart(word: str) -> Iterator[tuple[int, str]]:
    """Yield a word; zaak-Smit as two, because its second half has a capital of its own."""
    first, _, last = word.rpartition("-")
    if first.islower() and last[:1].isupper():
        yield 0, first
        yield len(first) + 1, last
    else:
        yield 0, word
