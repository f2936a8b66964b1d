"""Messages about a case: pointers only, never what was written (DESIGN 6).

A message holds the number, the kind, the urgency, who asks and by when, and at most the platform and whether there is
an image. A confidential case says nothing more than that there is one.
"""

from collections.abc import Mapping
from datetime import datetime

from texts import say
from workflows.cards.elements import Button, Buttons, Card, Element, Heading, Note, Text
from workflows.cards.questions import value_label
from workflows.cards.words import (
    date_and_time,
    in_order,
    is_secret,
    kind_label,
    left,
    reason,
    task_name,
    verdict,
    with_term,
)
from workflows.engine.calendar import AMSTERDAM
from workflows.engine.case import Case, Round
from workflows.engine.protocol import URGENT, Protocol
from workflows.engine.refusals import CLOCK

Names = Mapping[str, str]
_AGAIN = {
    "lost": "file.add_again",
    "gone": "file.add_again",
    "type": "file.add_fitting",
    "size": "file.add_smaller",
}


def task_card(protocol: Protocol, case: Case, person: str, names: Names, now: datetime) -> Card:
    """Return the card of who is asked: what, by when, why, and one button."""
    mine = in_order(protocol, case, (found for found in case.open_rounds() if found.holds(person)))
    if not mine:
        return done_card(protocol, case, person, names)
    tasks = [_task_line(protocol, case, found, now) for found in mine]
    lines = tasks if len(tasks) == 1 else [say("card.one_of_more", task=task) for task in tasks]
    head, above = _head(protocol, case), _pointers(protocol, case, names, person)
    if person == case.melder and (said := verdict(protocol, case)):
        above.append(Text(text=say("card.verdict", outcome=said), strong=True))
    elements: list[Element] = [Heading(text=head), *above, Text(text="\n".join(lines), strong=len(lines) == 1)]
    elements += [Note(text=text) for text in _reasons(protocol, case, mine, person, names, now)]
    elements.append(Buttons(items=_task_buttons(protocol, case, mine, person)))
    return Card(text="\n".join([head, *(one.text for one in above), *lines]), elements=tuple(elements))


def informed_card(protocol: Protocol, case: Case, names: Names) -> Card:
    """Return the card of who is told for information."""
    head = _head(protocol, case)
    text = say("card.informed")
    button = Button(text=say("card.view"), action="case.view", value=case.id)
    above = _pointers(protocol, case, names)
    elements: tuple[Element, ...] = (Heading(text=head), *above, Text(text=text), Buttons(items=(button,)))
    return Card(text="\n".join([head, *(one.text for one in above), text]), elements=elements)


def done_card(protocol: Protocol, case: Case, person: str, names: Names) -> Card:
    """Return what is left of a card when nothing more is asked; what was decided stands in the case, not here.

    Who was asked together with others reads which of them was first.
    """
    head = _head(protocol, case)
    ended = _ended_by_other(protocol, case, person, names)
    text = "\n".join(filter(None, (ended, say(f"card.{case.state}") if case.state != "open" else "")))
    text = text or say("card.nothing_asked")
    button = Button(text=say("card.view"), action="case.view", value=case.id)
    elements = (Text(text=head, strong=True), Text(text=text), Buttons(items=(button,)))
    return Card(text=f"{head}\n{text}", elements=elements)


def taken_card(case: Case) -> Card:
    """Return what replaces the card of somebody who no longer handles the case."""
    text = say("card.taken_over", number=case.number)
    return Card(text=text, elements=(Text(text=text),))


def moved_card(case: Case) -> Card:
    """Return what replaces an older card when a newer one stands below it."""
    text = say("card.moved", number=case.number)
    return Card(text=text, elements=(Note(text=text),))


def reminder_card(protocol: Protocol, case: Case, found: Round, now: datetime, *, early: bool) -> Card:
    """Return the reminder that a term has passed, or *early* until when there still is time."""
    key = "card.reminder_early" if early else "card.reminder"
    until = left(found.due_at, now) if early else ""
    text = say(key, number=case.number, task=task_name(protocol, case, found.task), until=until)
    if is_secret(protocol, case):
        text = say(f"{key}_secret", number=case.number, until=until)
    button = Button(text=say("card.decide"), action="case.view", value=case.id, style="primary")
    return Card(text=text, elements=(Text(text=text, strong=True), Buttons(items=(button,))))


# keeps SCA-B4b, SCA-C3
def holding_card(protocol: Protocol) -> Card | None:
    """Return the reply to copy, alone in its message because on a phone one copies a whole message (SCA-B4b)."""
    text = protocol.texts.get("tussenantwoord")
    return Card(text=text, elements=(Text(text=text),)) if text else None


def closed_card(case_id: str, number: str, state: str) -> Card:
    """Return what a melder hears at the end; what the handler wrote to them stands in the case, not here."""
    text = say(f"closed.{state}", number=number)
    button = Button(text=say("receipt.view"), action="case.view", value=case_id)
    return Card(text=text, elements=(Text(text=text), Buttons(items=(button,))))


def news_card(case: Case, key: str) -> Card:
    """Return a short line for handlers or the melder, with the button to see it."""
    text = say(key, number=case.number)
    button = Button(text=say("card.view"), action="case.view", value=case.id)
    return Card(text=text, elements=(Text(text=text), Buttons(items=(button,))))


def not_kept_card(case: Case, why: str) -> Card:
    """Return what who gave a file hears when it is not kept, and what they can do; a message names no file."""
    adds = case.state in ("open", "merged") and not case.restricted
    told = say(f"file.told_{why}", number=case.number)
    text = f"{told} {say(_AGAIN[why] if adds else 'file.cannot_add')}"
    items = [Button(text=say("receipt.view"), action="case.view", value=case.id)]
    if adds:
        items.insert(0, Button(text=say("receipt.add"), action="case.add", value=case.id))
    return Card(text=text, elements=(Text(text=text), Buttons(items=tuple(items))))


def _ended_by_other(protocol: Protocol, case: Case, person: str, names: Names) -> str:
    """Say who ended what this person was asked last, when that was somebody else; never in a confidential case."""
    asked = [one for one in case.rounds if one.state == "done" and one.holds(person)]
    last = max(asked, key=lambda one: one.ended_at or one.opened_at, default=None)
    if last is None or last.by in (None, person, CLOCK) or last.ended_at is None or is_secret(protocol, case):
        return ""
    name = names.get(last.by or "", say("words.somebody"))
    return say("card.ended_by", name=name, moment=date_and_time(last.ended_at))


def _pointers(protocol: Protocol, case: Case, names: Names, reader: str = "") -> list[Text]:
    """Return the few things that a message may say about a case beside its number and kind."""
    if is_secret(protocol, case):
        return []
    parts = [] if reader == case.melder else [say("card.from", name=names.get(case.melder, say("words.somebody")))]
    platform = case.fact("platform")
    if platform:
        with_image = say("words.with_image") if case.fact("met_beeld") == "ja" else ""
        parts.append(value_label(protocol, "platform", platform, names) + with_image)
    lines = [Text(text=say("words.urgent"), strong=True)] if case.fact(URGENT) == "ja" else []
    return [*lines, *([Text(text=" · ".join(parts))] if parts else [])]


def _head(protocol: Protocol, case: Case) -> str:
    return say("card.head", number=case.number, kind=kind_label(protocol, case))


def _task_line(protocol: Protocol, case: Case, found: Round, now: datetime) -> str:
    text = say("card.secret_task") if is_secret(protocol, case) else task_name(protocol, case, found.task)
    return with_term(text, found.due_at, now)


def _reasons(protocol: Protocol, case: Case, mine: list[Round], person: str, names: Names, now: datetime) -> list[str]:
    """Why this person is asked, when that says more than their role; a confidential case names nobody."""
    if is_secret(protocol, case):
        return []
    today = now.astimezone(AMSTERDAM).date()
    found = [who for one in mine for who in one.assignees if who.person == person and who.reason != "route.role"]
    return list(dict.fromkeys(reason(protocol, who, names, today) for who in found if who.reason != "route.melder"))


def _task_buttons(protocol: Protocol, case: Case, mine: list[Round], person: str) -> tuple[Button, ...]:
    label = say("card.answer" if person == case.melder else "card.decide")
    tasks = protocol.kinds[case.kind].tasks
    notice = next((one for one in mine if tasks[one.task].does == "notice"), None)
    if notice is None:
        return (Button(text=label, action="case.view", value=case.id, style="primary"),)
    value = f"{case.id}|{notice.task}|{notice.number}"
    compose = Button(text=say("card.compose"), action="notice.compose", value=value, style="primary")
    return (compose, Button(text=label, action="case.view", value=case.id))
