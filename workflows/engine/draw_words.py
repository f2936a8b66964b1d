"""What a drawing says in words: who is asked, when a step comes, how it can end, and how wide those words are.

Decides the sentences in a drawing, from the protocol's own labels. It must not place anything (``draw_layout`` does)
and must not know a school.
"""

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

from workflows.engine.part import words_of
from workflows.engine.protocol import (
    DONE,
    Kind,
    Protocol,
    Question,
    Task,
    When,
    outcome_label,
    outcomes,
    question_label,
    task_label,
)

_TERMS = MappingProxyType({"direct": "meteen", "vandaag": "vandaag", "week": "binnen een week"})
_STRENGTHS = MappingProxyType({"may": "dit mag", "advice": "advies"})
# Widths of a plain sans-serif letter, in parts of its size; a little wide, so that other fonts fit as well.
_WIDTHS: tuple[tuple[str, float], ...] = (
    ("ijl'|", 0.25),
    ("ft !,./:;I[]\\·", 0.31),
    ('r()-“”"`', 0.37),
    ("cksvxyzJ", 0.53),
    ("ABEKPSVXY&", 0.71),
    ("wCDHNRU", 0.77),
    ("GOQ", 0.82),
    ("mM", 0.89),
    ("W%@…", 1.04),
)
_WIDTH = {letter: width for letters, width in _WIDTHS for letter in letters}
_BOLD, _TAIL = 1.07, 4
_SPACES = re.compile(r"[ \t\r\n\f\v]+")


def who_words(protocol: Protocol, kind: Kind, who: Any) -> str:
    """Return who is asked, in the protocol's own words; a form that is not known here gets a general sentence."""
    if isinstance(who, str):
        return protocol.label(who)
    if isinstance(who, tuple):
        return listed((protocol.label(role) for role in who), "en")
    if hasattr(who, "role_by"):
        return _by_fact(protocol, who.role_by, who.roles, who.default)
    if hasattr(who, "role_in"):
        return _by_choice(protocol, who.role_in, who.default)
    return _person_words(protocol, kind, who)


def _by_fact(protocol: Protocol, fact: str, roles: Mapping[str, str], default: str) -> str:
    options = _options(protocol, fact)
    parts = [f"{protocol.label(role)} (bij: {options.get(value, words_of(value))})" for value, role in roles.items()]
    return f"{', '.join(parts)}, anders {protocol.label(default)}"


def _by_choice(protocol: Protocol, fact: str, default: str) -> str:
    others = [protocol.label(role) for role in _options(protocol, fact) if role != default]
    return f"{protocol.label(default)}, of naar keuze: {listed(others, 'of')}" if others else protocol.label(default)


def _person_words(protocol: Protocol, kind: Kind, who: Any) -> str:
    if hasattr(who, "each"):
        return f"ieder die is genoemd bij “{_question(protocol, who.each)}”"
    if hasattr(who, "setter_of"):
        return f"wie dit invulde: “{_question(protocol, who.setter_of)}”"
    if hasattr(who, "doer_of"):
        return f"wie dit deed: “{step_name(kind, who.doer_of)}”"
    if hasattr(who, "named_in"):
        return f"wie is genoemd bij “{step_name(kind, who.named_in)}”"
    return "wie het protocol aanwijst"


def asked_words(protocol: Protocol, kind: Kind, task: Task) -> tuple[str, ...]:
    """Return who is asked, how strongly and by when."""
    term = _TERMS.get(task.due or "", words_of(task.due or "").lower())
    when = " · ".join(word for word in (_STRENGTHS.get(task.strength, ""), term) if word)
    who = who_words(protocol, kind, task.who)
    return (who, when) if when else (who,)


def fact_words(protocol: Protocol, name: str, values: Iterable[str]) -> str:
    """Return a condition on a fact: the question and the answers that count."""
    options = _options(protocol, name)
    question = _question(protocol, name)
    answers = quoted(options.get(value, words_of(value)) for value in values)
    return f"{question} {answers}" if question.endswith("?") else f"{question}: {answers}"


def outcome_words(kind: Kind, name: str, values: Iterable[str]) -> str:
    """Return the outcomes of a step that count; every one of them reads as 'klaar'."""
    wanted, known = tuple(values), outcomes(kind.tasks[name])
    if DONE in wanted or set(known) <= set(wanted):
        return "als dit klaar is"
    return quoted(outcome_label(value, known[value]) if value in known else words_of(value) for value in wanted)


def after_words(kind: Kind, name: str, values: Iterable[str]) -> str:
    """Return a condition on a step that stands elsewhere in the drawing."""
    ends = outcome_words(kind, name, values)
    return step_name(kind, name) if ends == "als dit klaar is" else f"{step_name(kind, name)} ({ends})"


def condition_words(protocol: Protocol, kind: Kind, when: When) -> str:
    """Return several conditions that hold together."""
    parts = (
        f"na {after_words(kind, name, values)}" if name in kind.tasks else fact_words(protocol, name, values)
        for name, values in when.items()
    )
    return listed(parts, "en")


def step_name(kind: Kind, key: str) -> str:
    """Return the words on a step's heading, also for a step that is not there."""
    return task_label(key, kind.tasks[key]) if key in kind.tasks else words_of(key)


def listed(words: Iterable[str], last: str) -> str:
    """Return words as people list them: a, b en c."""
    known = list(words)
    return known[0] if len(known) == 1 else f"{', '.join(known[:-1])} {last} {known[-1]}" if known else ""


def quoted(labels: Iterable[str]) -> str:
    """Return the words on buttons of which one counts; between quotation marks when there are several."""
    known = list(labels)
    return listed((f"“{label}”" for label in known), "of") if len(known) > 1 else listed(known, "of")


def width_of(text: str, size: float, *, bold: bool = False) -> float:
    """Return how wide a text is, at most, in a plain sans-serif font."""
    wide = sum(_WIDTH.get(letter, 0.59 if ord(letter) < 0x250 else 1.05) for letter in text)
    return wide * size * (_BOLD if bold else 1)


def wrapped(text: str, room: float, size: float, *, bold: bool = False) -> tuple[str, ...]:
    """Return a text in lines that fit; a word that is too long for any line is cut."""
    lines = [""]
    for word in _SPACES.split(text):
        joined = f"{lines[-1]} {word}".strip()
        if width_of(joined, size, bold=bold) <= room:
            lines[-1] = joined
        else:
            lines.extend(_cut(word, room, size, bold=bold))
    return tuple(line for line in lines if line)


def _cut(word: str, room: float, size: float, *, bold: bool) -> list[str]:
    """Cut a word that is wider than a line; the last piece is no mere end of it."""
    if len(word) < _TAIL or width_of(word, size, bold=bold) <= room:
        return [word]
    end = next((end for end in range(len(word), 1, -1) if width_of(f"{word[:end]}-", size, bold=bold) <= room), 1)
    end = max(1, min(end, len(word) - _TAIL))
    return [f"{word[:end]}-", *_cut(word[end:], room, size, bold=bold)]


def _question(protocol: Protocol, name: str) -> str:
    known: Question | None = protocol.facts.get(name) or protocol.fields.get(name)
    return (known.short or question_label(name, known)) if known else words_of(name)


def _options(protocol: Protocol, name: str) -> Mapping[str, str]:
    known = protocol.facts.get(name) or protocol.fields.get(name)
    return known.of if known else {}
