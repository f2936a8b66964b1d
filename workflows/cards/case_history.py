"""What has been done in a case: each step with its outcome, its choices and its words, for who handles the case."""

from texts import say
from workflows.cards.case_sight import HANDED, CaseSight, Handed, Written
from workflows.cards.case_tasks import reason_of
from workflows.cards.elements import Divider, Element, Note, Quote, Text
from workflows.cards.questions import value_label
from workflows.cards.words import moment, outcome_name, steps, task_name
from workflows.engine.case import Round
from workflows.engine.protocol import question_label

_HISTORY = 12


def history(sight: CaseSight) -> list[Element]:
    """Return the last steps, youngest below: how each ended, by whom, and what was chosen and written in it."""
    if not sight.handles:
        return []
    told = [(found.ended_at or found.opened_at, _step(sight, found)) for found in steps(sight.protocol, sight.case)]
    told += [(one.at, _handing(sight, one)) for one in sight.handed]
    told.sort(key=lambda one: one[0])
    elements: list[Element] = [element for _, part in told[-_HISTORY:] for element in part]
    elements += [Note(text=say("case.merged_here", number=number)) for number in sight.merged]
    return [Divider(), Text(text=say("case.history"), strong=True), *elements] if elements else []


def _step(sight: CaseSight, found: Round) -> list[Element]:
    return [Note(text=_history_line(sight, found)), *_answers(sight, found)]


def _handing(sight: CaseSight, handed: Handed) -> list[Element]:
    """Who handed a task to whom, and why."""
    line = say(
        "case.handed",
        by=sight.names.get(handed.by, say("words.somebody")),
        to=sight.names.get(handed.to, say("words.somebody")),
        task=task_name(sight.protocol, sight.case, handed.task),
        moment=moment(handed.at, sight.now),
    )
    return [Note(text=line), *(reason_of(handed) if handed.reason else [])]


def _answers(sight: CaseSight, found: Round) -> list[Element]:
    """What was chosen in a step, in one line, and what was written, each under its question."""
    chosen = [
        f"{short_label(sight, key)}: {value_label(sight.protocol, key, value, sight.names)}"
        for key, value in found.answers.items()
        if known(sight, key) and sight.protocol.question(key).type not in ("text", "longtext", "url", "file")
    ]
    elements: list[Element] = [Note(text=line) for line in chosen]
    for one in sight.written:
        if _written_in(one, found):
            label = question_label(one.key, sight.protocol.question(one.key)) if known(sight, one.key) else ""
            elements += [Note(text=label)] if label else []
            elements.append(Quote(text=one.text))
    return elements


def short_label(sight: CaseSight, key: str) -> str:
    """Return a question's name in few words."""
    question = sight.protocol.question(key)
    return question.short or question_label(key, question)


def _written_in(one: Written, found: Round) -> bool:
    return (one.task, one.number) == found.key and one.key not in ("tekst", HANDED) and not one.is_file


def _history_line(sight: CaseSight, found: Round) -> str:
    return say(
        "case.done",
        task=task_name(sight.protocol, sight.case, found.task),
        outcome=outcome_name(sight.protocol, sight.case, found),
        name=sight.names.get(found.by or "", say("words.clock")),
        moment=moment(found.ended_at or found.opened_at, sight.now),
    )


def known(sight: CaseSight, key: str) -> bool:
    """True for what the case's protocol asks; an addition or a reason has no question of its own."""
    return key in sight.protocol.facts or key in sight.protocol.fields
