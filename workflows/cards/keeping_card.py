"""Messages about how long a case is kept: pointers only, a confidential case without what it is."""

from collections.abc import Collection
from datetime import date

from babel.dates import format_date

from texts import say
from workflows.cards.elements import Button, Buttons, Card, Element, Text
from workflows.cards.words import is_secret, kind_label
from workflows.engine.case import Case
from workflows.engine.protocol import Protocol


def announcement_card(protocol: Protocol, case: Case, last: date, can: Collection[str]) -> Card:
    """Return the word beforehand that a case will be destroyed, with what this reader *can* do about it."""
    what = say("retention.secret") if is_secret(protocol, case) else kind_label(protocol, case)
    head = say("retention.announced", number=case.number, kind=what, day=full_day(last))
    text = say("retention.announced_do" if "hold" in can else "retention.announced_ask")
    elements: list[Element] = [Text(text=head, strong=True), Text(text=text)]
    buttons = [_view(case)] if "read" in can else []
    buttons += [_press(case, "hold")] if "hold" in can else []
    elements += [Buttons(items=tuple(buttons))] if buttons else []
    return Card(text=f"{head}\n{text}", elements=tuple(elements))


def held_card(case: Case) -> Card:
    """Return the yearly reminder for who holds a case."""
    return _of_holder(case, "retention.still_held")


def holding_card(case: Case) -> Card:
    """Return the line for who keeps a case longer from now on."""
    return _of_holder(case, "news.held")


def blank_card(number: str) -> Card:
    """Return what is left of a message about a case that is destroyed."""
    text = say("retention.blank", number=number)
    return Card(text=text, elements=(Text(text=text),))


def full_day(when: date) -> str:
    """Return a day that reads right in any year: 24 november 2028."""
    return format_date(when, "d MMMM y", locale="nl")


def _of_holder(case: Case, key: str) -> Card:
    text = say(key, number=case.number)
    return Card(text=text, elements=(Text(text=text), Buttons(items=(_press(case, "release"),))))


def _press(case: Case, doing: str) -> Button:
    return Button(text=say(f"retention.{doing}"), action=f"case.{doing}", value=case.id)


def _view(case: Case) -> Button:
    return Button(text=say("card.view"), action="case.view", value=case.id)
