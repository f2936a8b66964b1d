"""Slack's own notation in what a person typed behind a command -> the words that she saw, pure. It fetches no names."""

import re

_TAG = re.compile(r"<([^<>|]*)(?:\|([^<>]*))?>")


def plain_words(text: str) -> str:
    """Undo Slack's escaping: a link becomes its address, a mention a name."""
    words = _TAG.sub(_seen, text)
    return words.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&").strip()


def _seen(tag: re.Match[str]) -> str:
    what, label = tag.group(1), tag.group(2) or ""
    match what[:1]:
        case "@" | "!":
            return "@" + (label.lstrip("@") or what[1:].partition("^")[0])
        case "#":
            return "#" + (label or what[1:])
        case _:
            return _link(what, label)


def _link(address: str, label: str) -> str:
    if address.startswith("mailto:"):
        return address.removeprefix("mailto:")
    bare = address.partition("://")[2].rstrip("/")
    return address if label.rstrip("/") in ("", address.rstrip("/"), bare) else f"{label} ({address})"
