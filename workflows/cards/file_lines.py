"""What is told of a file beside its name: whether it is kept, what it is, and whether the copy in the chat is gone.

A name is what a stranger typed: it is shortened and stripped of signs that turn or hide letters. It opens no file.
"""

import unicodedata
from dataclasses import dataclass
from datetime import datetime

from texts import has, say
from workflows.cards.words import moment

LONGEST = 80
_TAIL = 12
_DIGITS = 12
_UNSEEN = frozenset({"Cc", "Cs", "Co", "Cn", "Zl", "Zp"})
_KB, _MB = 1024, 1024 * 1024


@dataclass(frozen=True, kw_only=True)
class FileSight:
    """What a viewer may know of a file without opening it."""

    state: str
    copy: str
    media: str = ""
    size: int = 0
    sha256: str = ""
    asked_at: datetime | None = None
    reminded_at: datetime | None = None


def file_note(file: FileSight, now: datetime) -> str:
    """Return what became of a file and of its copy; empty while it is being fetched."""
    if file.state == "waiting":
        return ""
    if file.state == "lost":
        return say("file.lost_gone" if file.copy == "gone" else "file.lost_there")
    first = _kept(file) if file.state == "kept" else say(f"file.{file.state}")
    return f"{first} {_copy(file, now)}"


def shown_name(name: str) -> str:
    """Return a file's name as it can be shown: without its path, on one line, its letters in the order typed."""
    seen = "".join(_visible(one) for one in name)
    last = " ".join(seen.replace("\\", "/").rsplit("/", 1)[-1].split())
    if not last:
        return say("file.unnamed")
    return last if len(last) <= LONGEST else f"{last[: LONGEST - _TAIL - 1]}…{last[-_TAIL:]}"


def size_in_words(size: int) -> str:
    """Return a size as people say it."""
    if size < _KB:
        return say("file.bytes", count=size)
    if size < _MB:
        return say("file.kilobytes", count=round(size / _KB))
    return say("file.megabytes", count=f"{size / _MB:.1f}".replace(".", ","))


def type_in_words(media: str) -> str:
    """Return what sort of file it is."""
    key = f"file.type_{media.replace('/', '_')}"
    return say(key) if has(key) else media


def _visible(letter: str) -> str:
    """Leave out what turns or hides letters; what breaks a line becomes a space."""
    sort = unicodedata.category(letter)
    return "" if sort == "Cf" else " " if sort in _UNSEEN else letter


def _kept(file: FileSight) -> str:
    digest = file.sha256[:_DIGITS]
    return say("file.kept", type=type_in_words(file.media), size=size_in_words(file.size), digest=digest)


def _copy(file: FileSight, now: datetime) -> str:
    if file.copy != "asked":
        return say(f"file.copy_{file.copy}")
    if file.asked_at is None:
        return say("file.copy_asked_before")
    asked = moment(file.asked_at, now)
    if file.reminded_at is None:
        return say("file.copy_asked", asked=asked)
    return say("file.copy_reminded", asked=asked, reminded=moment(file.reminded_at, now))
