"""Which links and handles lead to a person, and what somebody's typing tells of an account. It fetches nothing."""

import re
from collections.abc import Iterator
from urllib.parse import unquote

from workflows.engine.mention_capitals import ACCOUNT_HOSTS, CAPITALS, TO_ACCOUNT, TO_POST
from workflows.engine.mention_first_names import FIRST_NAMES
from workflows.engine.mention_last_names import LAST_NAMES
from workflows.engine.mention_ordinary import ORDINARY
from workflows.engine.mention_tokens import Token, fold

_SURE_NAMES = (FIRST_NAMES | LAST_NAMES) - ORDINARY
_OF_HOSTS = ACCOUNT_HOSTS | frozenset(("www", "m", "web", "nl", "com", "net", "org", "eu", "be", "me", "app", "tv"))
_TO_ALL = frozenset(("all", "everyone", "here", "channel", "iedereen", "allen", "team", "info"))


def leads_to_account(link: str) -> bool:
    """Tell whether a link seems to show whose account or page it is."""
    host, path = _parted(link)
    steps = [step for step in path if step]
    if any(step.startswith("@") for step in steps):
        return True
    if not ACCOUNT_HOSTS & set(host):
        return any(_holds_name(part) for part in [*host, *steps])
    first = fold(steps[0]) if steps else ""
    return bool(first) and (len(steps) > 1 if first in TO_ACCOUNT else first not in TO_POST)


def link_parts(link: str) -> frozenset[str]:
    """Return what tells of somebody in a link: steps of the path, values asked for, parts of the host."""
    host, path = _parted(link)
    return frozenset(key for part in [*host, *path] if tells(key := fold(part).lstrip("@")))


def tells(key: str) -> bool:
    """Tell whether a step of a link or a handle says more than any link does."""
    common = key in ORDINARY or key in CAPITALS or key in _OF_HOSTS or key in TO_ACCOUNT or key in TO_POST
    return len(key) > 2 and not common and not (key.isdigit() and len(key) < 6)


def is_handle(token: Token) -> bool:
    """Tell whether a piece that is shaped as a handle is one: @school and piet.nl are none."""
    key = token.key.lstrip("@")
    if "@" in key:
        person = key.partition("@")[0]
        return "." in person or _holds_name(person)
    if key in ORDINARY or key in CAPITALS or key in _TO_ALL:
        return False
    return token.key.startswith("@") or "_" in key or "." not in key or _holds_name(key.rpartition(".")[0], key)


def names_in_handle(handle: str) -> Iterator[str]:
    """Yield the names that stand apart in a handle: p.de.vries_06 holds vries."""
    for part in re.split(r"[\W\d_]+", fold(handle)):
        if part in _SURE_NAMES and len(part) > 2:
            yield part


def _holds_name(*parts: str) -> bool:
    return any(True for part in parts for _ in names_in_handle(part))


def _parted(link: str) -> tuple[list[str], list[str]]:
    """Return the labels of the host, and the steps of the path with the values that are asked for."""
    rest = unquote(re.sub(r"^https?://", "", link, flags=re.IGNORECASE))
    host, *path = re.split(r"[/?&#;|]", rest)
    return fold(host.partition(":")[0]).split("."), [step.rpartition("=")[2] for step in path]
