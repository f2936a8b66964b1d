"""The trail of a case as people read it: when, who, and what in the words of the case's own protocol.

Pure: it is given entries and what their ids stand for. It shows no words that somebody typed, only which were
written; a sort of entry that it does not know becomes a plain line, never an error.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from texts import has, say
from workflows.cards.questions import value_label
from workflows.cards.words import kind_label
from workflows.engine.case import Case
from workflows.engine.changes import Entry
from workflows.engine.part import KEY, words_of
from workflows.engine.protocol import Protocol, outcome_label, outcomes, question_label, task_label
from workflows.engine.refusals import CLOCK

WRITTEN = "geschreven"
OPERATOR = "beheer"  # on the command line, by who runs the machine, in somebody's name
_SHOWN = 16


@dataclass(frozen=True, kw_only=True)
class Piece:
    """What one piece of content is: the question that it answers, or the name of a file."""

    key: str
    file: str = ""


@dataclass(frozen=True, kw_only=True)
class Known:
    """What the ids in a trail stand for; what is not in it anymore is named in general words."""

    names: Mapping[str, str] = field(default_factory=dict)
    numbers: Mapping[str, str] = field(default_factory=dict)
    pieces: Mapping[str, Piece] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Line:
    """One thing that happened."""

    at: datetime
    who: str
    what: str
    detail: str = ""
    type: str = ""


def timeline(protocol: Protocol, case: Case, entries: Iterable[Entry], known: Known) -> tuple[Line, ...]:
    """Return what happened, in the order in which it was put on record."""
    return tuple(_line(protocol, case, group, known) for group in _together(entries))


def _together(entries: Iterable[Entry]) -> Iterator[list[Entry]]:
    """What one person wrote in one go is one line."""
    group: list[Entry] = []
    for one in entries:
        joins = (
            group and one.type == WRITTEN == group[-1].type and (one.at, one.actor) == (group[-1].at, group[-1].actor)
        )
        if group and not joins:
            yield group
            group = []
        group.append(one)
    if group:
        yield group


def _line(protocol: Protocol, case: Case, group: Sequence[Entry], known: Known) -> Line:
    first = group[0]
    what = _written(protocol, group, known) if first.type == WRITTEN else _sentence(protocol, case, first, known)
    who = say("words.clock") if first.actor == CLOCK else known.names.get(first.actor, say("words.somebody"))
    return Line(at=first.at, who=who, what=what, detail=_detail(group), type=first.type)


def _written(protocol: Protocol, group: Sequence[Entry], known: Known) -> str:
    pieces = [known.pieces.get(one.data.get("id", "")) for one in group]
    labels = [_piece(protocol, one) if one else say("timeline.gone") for one in pieces]
    return _ended(say("timeline.geschreven", pieces=", ".join(dict.fromkeys(labels))))


def _piece(protocol: Protocol, piece: Piece) -> str:
    if piece.file:
        return say("timeline.file", name=piece.file)
    if piece.key in protocol.facts or piece.key in protocol.fields:
        question = protocol.question(piece.key)
        return question.short or question_label(piece.key, question)
    key = f"timeline.piece_{piece.key}"
    return say(key) if has(key) else words_of(piece.key)


def _detail(group: Sequence[Entry]) -> str:
    """The digests by which what was written can be recognised in the trail."""
    digests = [one.data["digest"][:_SHOWN] for one in group if one.data.get("digest")]
    return say("timeline.digest", digest=", ".join(digests)) if digests else ""


def _sentence(protocol: Protocol, case: Case, entry: Entry, known: Known) -> str:
    key = _key(case, entry)
    other = say("timeline.other", what=words_of(entry.type))
    try:
        return _ended(say(key, **_params(protocol, case, entry, known))) if has(key) else other
    except KeyError:  # a sentence that asks for more than an entry holds
        return other


def _ended(text: str) -> str:
    """A label that is a question keeps its own sign."""
    return text.replace("?: ", "? ").replace("?.", "?")


def _key(case: Case, entry: Entry) -> str:
    if entry.type == "samengevoegd" and entry.data.get("met") == case.merged_into:
        return "timeline.samengevoegd_in"
    if entry.type == "geopend" and not entry.data.get("gevraagd"):
        return "timeline.geopend_leeg"
    if entry.data.get("via") == OPERATOR:
        return f"timeline.{entry.type}_{OPERATOR}"
    return f"timeline.{entry.type}"


def _params(protocol: Protocol, case: Case, entry: Entry, known: Known) -> dict[str, str]:
    """Return what fills the blanks of any sentence: whatever an entry lacks reads as something in general."""
    data = entry.data
    piece = known.pieces.get(data.get("bestand", ""))
    return {
        "kind": kind_label(protocol, case),
        "task": _task(protocol, case, data),
        "outcome": _outcome(protocol, case, data),
        "people": _people(data.get("gevraagd") or data.get("aan", ""), known),
        "number": known.numbers.get(data.get("met", ""), say("timeline.another")),
        "file": say("timeline.file", name=piece.file) if piece and piece.file else say("timeline.some_file"),
        "count": data.get("stukken", "1"),
        "fields": _fields(protocol, data),
        "paper": _paper(data.get("soort", "")),
        "form": data.get("vorm", "").upper(),
        "until": _day(data),
    }


def _task(protocol: Protocol, case: Case, data: Mapping[str, str]) -> str:
    key, number = data.get("taak", ""), data.get("ronde", "1")
    task = protocol.kinds[case.kind].tasks.get(key)
    label = task_label(key, task) if task else words_of(key or "taak")
    return label if number in ("", "1") else say("timeline.round", task=label, number=number)


def _outcome(protocol: Protocol, case: Case, data: Mapping[str, str]) -> str:
    task, key = protocol.kinds[case.kind].tasks.get(data.get("taak", "")), data.get("uitkomst", "")
    found = outcomes(task).get(key) if task else None
    return outcome_label(key, found) if found else words_of(key or "klaar")


def _people(ids: str, known: Known) -> str:
    names = [known.names.get(one, say("words.somebody")) for one in ids.split(";") if one]
    return ", ".join(dict.fromkeys(names)) or say("words.somebody")


def _fields(protocol: Protocol, data: Mapping[str, str]) -> str:
    """What was put right: a choice with its label, a person without a name (the trail holds none)."""
    return ", ".join(_field(protocol, key, value) for key, value in data.items() if key in protocol.facts)


def _field(protocol: Protocol, key: str, value: str) -> str:
    question = protocol.facts[key]
    label = question.short or question_label(key, question)
    if question.type in ("person", "people") or not value:
        return label
    return say("timeline.field", label=label, value=value_label(protocol, key, tuple(value.split(";")), {}))


def _paper(kind: str) -> str:
    key = f"paper.{kind}"
    return say(key) if KEY.match(kind) and has(key) else say("timeline.some_paper")


def _day(data: Mapping[str, str]) -> str:
    """The day that an entry names, as people write it."""
    for key in ("tot", "op", "datum"):
        parts = data.get(key, "")[:10].split("-")
        if len(parts) == 3 and all(one.isdigit() for one in parts):
            return "-".join(reversed(parts))
    return say("timeline.later")
