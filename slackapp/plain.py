"""How a text is made to fit: cleaned, cut, split and escaped. What is said is not its business.

Lengths are counted as Slack's own clients do, in UTF-16 units: an emoji counts for two.
"""

import re
from collections.abc import Iterator

NOTICE = 4000  # chat.update refuses a longer text
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}


def clean(text: str) -> str:
    """Replace what no screen can show; line ends become ``\\n``."""
    return _UNSEEN.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))


def line(text: str) -> str:
    """On one line."""
    return " ".join(clean(text).split())


def width(text: str) -> int:
    if max(text, default="") <= "\uffff":
        return len(text)
    return len(text) + sum(letter > "\uffff" for letter in text)


def cut(text: str, most: int) -> str:
    """Shorten with an ellipsis that shows that something is missing."""
    return text if width(text) <= most else _head(text, most - 1).rstrip() + "…"


def title(text: str, most: int) -> str:
    """Shorten on one line, between words where that leaves something to read."""
    words = line(text)
    if width(words) <= most:
        return words
    head = _head(words, most - 1)
    if not words[len(head) :].startswith(" ") and " " in head[most // 2 :]:
        head = head.rpartition(" ")[0]
    return head.rstrip(" ,;:-") + "…"


def pieces(text: str, most: int) -> Iterator[str]:
    """Split in parts that fit, after a line or a word where possible; a part without anything to see is left out."""
    rest = clean(text)
    while rest:
        part = _part(rest, most)
        rest = rest[len(part) :]
        if part.strip():
            yield part


def escape(text: str) -> str:
    """For mrkdwn: nothing that a person typed becomes a mention, a link or a channel."""
    return "".join(_ESCAPES.get(letter, letter) for letter in clean(text))


def notice(text: str) -> str:
    """Escape a whole notification, and cut it between letters, never inside an escape."""
    escaped = [_ESCAPES.get(letter, letter) for letter in clean(text)]
    whole = "".join(escaped)
    if width(whole) <= NOTICE:
        return whole
    room = NOTICE - 1
    kept = []
    for letter in escaped:
        room -= width(letter)
        if room < 0:
            break
        kept.append(letter)
    return "".join(kept) + "…"


def _head(text: str, most: int) -> str:
    head = text[: max(most, 0)]
    if width(head) == len(head):
        return head
    used = 0
    for at, letter in enumerate(text):
        used += width(letter)
        if used > most:
            return text[:at]
    return text


def _part(rest: str, most: int) -> str:
    head = _head(rest, most)
    if len(head) == len(rest):
        return head
    for between in ("\n", " "):
        at = head.rfind(between)
        if at >= len(head) // 2:
            return head[: at + 1]
    return head
