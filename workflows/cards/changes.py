"""What changed between two texts, in lines that a person can read."""

from difflib import SequenceMatcher

from texts import say


def changed_lines(old: str, new: str) -> list[str]:
    """Return one line per change: what went and what came, in whole words."""
    before, after = old.split(), new.split()
    lines = []
    for kind, a1, a2, b1, b2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind != "equal":
            lines.append(_line(" ".join(before[a1:a2]), " ".join(after[b1:b2])))
    return lines or [say("change.none")]


def _line(gone: str, come: str) -> str:
    if gone and come:
        return say("change.replaced", old=gone, new=come)
    return say("change.added", new=come) if come else say("change.removed", old=gone)
