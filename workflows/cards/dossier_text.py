"""The draft of a dossier entry, drawn up from the case: what was decided and said, for a person to check and confirm.

It names no other pupil and no melder by itself; who confirms it decides what stays in (DESIGN 6).
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Protocol as Shape

from texts import say
from workflows.cards.questions import value_label
from workflows.cards.words import kind_label, outcome_name, task_name
from workflows.engine.calendar import AMSTERDAM
from workflows.engine.case import Case, Round
from workflows.engine.protocol import Protocol, question_label

_LIMIT = 2900


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


def dossier_text(protocol: Protocol, case: Case, written: Iterable[Words], names: Mapping[str, str]) -> str:
    """Return the draft: the report, then every finished step with what was written in it."""
    found = list(written)
    opened = case.created_at.astimezone(AMSTERDAM)
    lines = [say("dossier.head", number=case.number, kind=kind_label(protocol, case), date=f"{opened:%d-%m-%Y}")]
    lines += [say("dossier.report", text=one.text) for one in found if one.key == "toelichting" and not one.task]
    for step in sorted((one for one in case.rounds if one.state == "done" and one.by), key=_ended):
        lines += _step(protocol, case, step, found, names)
    text = "\n".join(lines)
    return text if len(text) <= _LIMIT else text[:_LIMIT].rsplit("\n", 1)[0] + "\n" + say("dossier.cut")


def _step(protocol: Protocol, case: Case, step: Round, written: list[Words], names: Mapping[str, str]) -> list[str]:
    day = f"{_ended(step).astimezone(AMSTERDAM):%d-%m-%Y}"
    head = say(
        "dossier.step",
        date=day,
        task=task_name(protocol, case, step.task),
        outcome=outcome_name(protocol, case, step),
        name=names.get(step.by or "", say("words.clock")),
    )
    words = {one.key: one.text for one in written if (one.task, one.number) == step.key}
    lines = [head]
    for key, value in step.answers.items():
        if key not in protocol.facts and key not in protocol.fields:
            continue
        label = question_label(key, protocol.question(key))
        lines.append(f"  {label} {words.get(key) or value_label(protocol, key, value, names)}")
    return lines


def _ended(step: Round) -> datetime:
    return step.ended_at or step.opened_at
