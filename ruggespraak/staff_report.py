"""What an import of the staff file changes, as lines for a terminal. It decides nothing and prints nothing itself."""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from models.roster import Known
from workflows.usecases.staff_change import Change, Edit

MOST = 200
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def report(change: Change, warnings: Sequence[str], missing: Sequence[Known]) -> Iterator[str]:
    """Return what is added, changed and gone, what is odd, and who is not in Slack."""
    yield from (f"+ {_person(one)}" for one in change.added)
    yield from (f"~ {_edit(edit)}" for edit in change.changed)
    yield from (f"- {_person(one)}" for one in change.gone)
    yield from limited([f"! {plain(one)}" for one in warnings])
    if missing:
        yield f"Not in Slack ({len(missing)}):"
    yield from (f"  {_person(one)}" for one in missing)
    yield summary(change)


def summary(change: Change) -> str:
    counts = (len(change.added), change.edited, len(change.gone), change.unchanged)
    return "{} added, {} changed, {} gone, {} unchanged.".format(*counts)


def limited(lines: Sequence[str]) -> Iterable[str]:
    """Return the first lines, and how many more there are."""
    more = len(lines) - MOST
    return [*lines[:MOST], f"... and {more} more"] if more > 0 else lines


def plain(text: str) -> str:
    """A staff file may hold what a terminal would obey: control characters, and marks that turn the line around."""
    return "".join("�" if unicodedata.category(one) == "Cc" or one in _TURNING else one for one in text)


def _edit(edit: Edit) -> str:
    where = f"{edit.school}: " if edit.school else ""
    return plain(f"{edit.person.email}  {where}{edit.column}: {edit.old or '(none)'} -> {edit.new or '(none)'}")


def _person(one: Known) -> str:
    return plain(f"{one.email}  {one.name}")
