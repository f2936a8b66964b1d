"""What Slack makes of a typed line: entities for three characters, ids for people and channels, marks around links.

Pure, apart from looking names up. It must not decide who may say what.
"""

import re

from sandbox.site import Site

SPECIAL = re.compile(r"https?://\S+|(?<![\w<])[@#][\w.-]*\w|<[@#][A-Z0-9]+(?:\|[^>]*)?>|[&<>]")
ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}


def as_message(site: Site, text: str) -> str:
    return SPECIAL.sub(lambda found: _piece(site, found.group(), with_names=False), text)


def as_command_text(site: Site, text: str) -> str:
    """For commands whose manifest says `should_escape`: ids come with their names, as Slack sends them."""
    return SPECIAL.sub(lambda found: _piece(site, found.group(), with_names=True), text)


def _piece(site: Site, piece: str, with_names: bool) -> str:
    if piece in ENTITIES:
        return ENTITIES[piece]
    if piece.startswith("<"):
        return piece
    if piece.startswith("http"):
        return "<" + re.sub("[&<>]", lambda one: ENTITIES[one.group()], piece) + ">"
    known = _id_of(site, piece)
    if known is None:
        return piece
    return f"<{piece[0]}{known}|{piece[1:]}>" if with_names else f"<{piece[0]}{known}>"


def _id_of(site: Site, piece: str) -> str | None:
    name = piece[1:]
    if piece[0] == "@":
        return next((one.id for one in site.workspace.people.values() if one.name == name), None)
    return next((one.id for one in site.workspace.channels.values() if not one.is_im and one.name == name), None)
