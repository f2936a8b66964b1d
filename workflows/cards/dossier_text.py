"""The draft of a dossier entry, drawn up from the case under fixed headings, for a person to check and confirm.

It names no other pupil and no melder by itself, and leaves out what was said with who was hurt; who confirms it decides
what stays in (DESIGN 6). It is never kept as it is.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol as Shape

from texts import say
from workflows.cards.case_sight import HANDED
from workflows.cards.dossier_steps import HEADINGS, REPORTED, VIEW, is_about_poster, is_by_melder, steps_of
from workflows.cards.questions import value_label
from workflows.cards.words import kind_label, outcome_name, short, task_name
from workflows.engine.calendar import AMSTERDAM
from workflows.engine.case import Case, Round, Value
from workflows.engine.conditions import FAST_FACT
from workflows.engine.part import INVOLVED, MOTIVATION, ROLES, URGENT
from workflows.engine.protocol import Protocol, Question, question_label

_LIMIT = 2900
_LENGTHS = (3000, 800, 400, 250, 150, 80, 40)
_WORDS = ("text", "longtext", "url")


class Words(Shape):
    """One opened piece of content."""

    @property
    def key(self) -> str: ...
    @property
    def task(self) -> str: ...
    @property
    def number(self) -> int: ...
    @property
    def text(self) -> str: ...
    @property
    def at(self) -> datetime: ...
    @property
    def is_file(self) -> bool: ...


@dataclass(frozen=True, kw_only=True)
class _Item:
    """One line, or one line with what was written below it."""

    head: str
    said: tuple[tuple[str, str], ...] = ()


def dossier_text(protocol: Protocol, case: Case, written: Iterable[Words], names: Mapping[str, str]) -> str:
    """Return the draft; when it is too long everything that was written is shortened, and no step is left out."""
    parts = _parts(protocol, case, list(written), names)
    for length in _LENGTHS:
        text = _told(protocol, case, parts, length)
        if len(text) <= _LIMIT:
            return text
    return text[:_LIMIT].rsplit("\n", 1)[0] + "\n" + say("dossier.cut")


def headings() -> frozenset[str]:
    """Return the headings of a draft, by which a print finds them back in what was confirmed."""
    return frozenset(say(f"dossier.{one}") for one in (REPORTED, *HEADINGS))


def _told(protocol: Protocol, case: Case, parts: Mapping[str, list[_Item]], length: int) -> str:
    lines = [say("dossier.head", number=case.number, kind=kind_label(protocol, case), date=_day(case.created_at))]
    for key, items in parts.items():
        lines += ["", say(f"dossier.{key}")]
        lines += _items(items, length) or [say(f"dossier.no_{key}")]
    cut = any(len(said) > length for items in parts.values() for item in items for _, said in item.said)
    return "\n".join([*lines, *(["", say("dossier.cut")] if cut else [])])


def _items(items: list[_Item], length: int) -> list[str]:
    """What has words of its own stands apart from what is before and after it."""
    lines: list[str] = []
    for before, item in zip([None, *items], items, strict=False):
        apart = before is not None and (before.said or item.said)
        lines += [*([""] if apart else []), *_lines(item, length)]
    return lines


def _lines(item: _Item, length: int) -> Iterator[str]:
    yield item.head
    for label, said in item.said:
        yield _labelled(label, short(said, length))


def _parts(protocol: Protocol, case: Case, written: list[Words], names: Mapping[str, str]) -> dict[str, list[_Item]]:
    """Every heading with what stands below it, also when that is nothing: an empty place is seen before confirming."""
    kind = protocol.kinds[case.kind]
    parts: dict[str, list[_Item]] = {REPORTED: list(_report(protocol, case, written, names))}
    parts |= {key: [] for key in HEADINGS}
    for heading, step in steps_of(kind, case):
        parts[heading].append(_step(protocol, case, step, written, names))
    parts["heard"] += _views(written)
    parts["exchanged"] += _added(written)
    if not any(one.key == VIEW for one in written) and parts["heard"]:
        parts["heard"].append(_Item(head=say("dossier.no_view")))
    return parts


def _report(protocol: Protocol, case: Case, written: list[Words], names: Mapping[str, str]) -> Iterator[_Item]:
    """What the first screen asked: the words, then what was chosen, then how many files there are."""
    kind = protocol.kinds[case.kind]
    asked = (*kind.intake, *kind.more)
    starting = {key for key, task in kind.tasks.items() if task.starts} | {""}
    for key in asked:
        if key in protocol.fields:
            label = question_label(key, protocol.question(key))
            words = [one for one in written if one.key == key and one.task in starting and not one.is_file]
            yield from (_Item(head=_labelled(label), said=(("", one.text),)) for one in words)
    for key in asked:
        if key in case.facts and _is_of_report(key, protocol.facts.get(key)):
            label = protocol.facts[key].short or question_label(key, protocol.facts[key])
            value = value_label(protocol, key, case.facts[key].value, names)
            yield _Item(head=_labelled(label, value))
    files = sum(one.is_file for one in written)
    if files:
        yield _Item(head=say("dossier.files", count=files))


def _labelled(label: str, text: str = "") -> str:
    """A label that is a question already ends in its own sign."""
    lead = label if not label or label[-1] in "?.:!" else f"{label}:"
    return " ".join(filter(None, (lead, text)))


def _stopped(text: str) -> str:
    """A sentence ends once, also when its last word is a question of the protocol."""
    return text if text[-1:] in "?.!" else f"{text}."


def _is_of_report(key: str, question: Question | None) -> bool:
    """False for people, for what only says to whom it went, and for what was asked to choose the way."""
    if question is None or question.known or question.type in ("person", "people") or key in (URGENT, FAST_FACT):
        return False
    return not (question.of and set(question.of) <= set(ROLES))


def _step(protocol: Protocol, case: Case, step: Round, written: list[Words], names: Mapping[str, str]) -> _Item:
    who = say("dossier.melder") if is_by_melder(step) else names.get(step.by or "", say("words.clock"))
    done = _labelled(task_name(protocol, case, step.task), outcome_name(protocol, case, step))
    head = say("dossier.step", date=_day(step.ended_at or step.opened_at), name=who, step=_stopped(done))
    whole = is_about_poster(protocol.kinds[case.kind], step.task) or protocol.task(case.kind, step.task).discretionary
    said = [*_chosen(protocol, step, names), *_said(protocol, step, written, whole=whole)]
    return _Item(head=head, said=tuple(said))


def _chosen(protocol: Protocol, step: Round, names: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for key, value in step.answers.items():
        if key != INVOLVED and (key in protocol.facts or key in protocol.fields):
            question = protocol.question(key)
            if question.type not in (*_WORDS, "file"):
                yield question_label(key, question), _value(protocol, key, question, value, names)


def _value(protocol: Protocol, key: str, question: Question, value: Value, names: Mapping[str, str]) -> str:
    if question.type == "date" and isinstance(value, str):
        return "-".join(reversed(value.split("-")))
    return value_label(protocol, key, value, names)


def _said(protocol: Protocol, step: Round, written: list[Words], *, whole: bool) -> Iterator[tuple[str, str]]:
    """What was written in a step; of what is not about the poster only why it was decided so."""
    for one in written:
        mine = (one.task, one.number) == step.key and one.key != HANDED and not one.is_file
        if not mine or not (whole or one.key == MOTIVATION):
            continue
        known = one.key in protocol.facts or one.key in protocol.fields
        yield (question_label(one.key, protocol.question(one.key)) if known else ""), one.text


def _views(written: list[Words]) -> Iterator[_Item]:
    """What somebody let add to the case in their own words; who they are stands in it (X-10)."""
    for one in written:
        if one.key == VIEW and not one.task:
            yield _Item(head=say("dossier.view", date=_day(one.at)), said=(("", one.text),))


def _day(at: datetime) -> str:
    return f"{at.astimezone(AMSTERDAM):%d-%m-%Y}"


def _added(written: list[Words]) -> Iterator[_Item]:
    """What was added to the report since."""
    for one in written:
        if one.key == "aanvulling" and not one.task:
            yield _Item(head=say("dossier.added", date=_day(one.at)), said=(("", one.text),))
