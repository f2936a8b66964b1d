"""What people get of a notice: the message itself, the older one when a newer took its place, a reminder, and the
sender's own card. It decides nothing about who gets them.

The words of a notice are the one text of a case that stands in messages: directie approved them.
"""

from dataclasses import dataclass
from datetime import datetime

from texts import say
from workflows.cards.case_sight import Running
from workflows.cards.elements import Button, Buttons, Card, Element, Heading, Note, Text
from workflows.cards.notice_progress import progress, shown_state
from workflows.cards.words import moment


@dataclass(frozen=True, kw_only=True)
class Message:
    """A notice as one reader, or a channel, sees it now.

    ``button`` is the value of the read button, empty when there is none; ``state`` is that of the notice.
    """

    text: str
    lifting: bool
    state: str = "running"
    button: str = ""
    read_at: datetime | None = None
    note: str = ""


def notice_card(message: Message, now: datetime) -> Card:
    """Return the message itself; the whole text is in ``text`` for screen readers."""
    head = say("notice.lift_head" if message.lifting else "notice.head")
    return Card(text=f"{head}\n{message.text}", elements=(Heading(text=head), *_body(message, now)))


def marked_card(message: Message, now: datetime) -> Card:
    """Return what an older message becomes: that it is replaced or lifted, and the words as they were."""
    head = say(f"notice.{message.state}_title")
    told = say(f"notice.{message.state}_note")
    elements: list[Element] = [Heading(text=head), Text(text=told), Text(text=message.text)]
    if message.read_at is not None:
        elements.append(Note(text=say("notice.you_read", moment=moment(message.read_at, now))))
    return Card(text=f"{head}\n{told}\n{message.text}", elements=tuple(elements))


def reminder_card(message: Message, now: datetime) -> Card:
    """Return the one reminder to who has not pressed the button yet."""
    head, why = say("notice.remind_head"), say("notice.remind_why")
    elements = (Heading(text=head), Note(text=why), *_body(message, now))
    return Card(text=f"{head}\n{why}\n{message.text}", elements=elements)


def progress_card(running: Running, number: str, now: datetime) -> Card:
    """Return the sender's own card: how many have it or have read it, and who could not be reached."""
    head = say(f"notice.{shown_state(running)}_head", number=number)
    bar = progress(running, now)
    button = Button(text=details(running), action="notice.status", value=running.id)
    return Card(text=f"{head}\n{bar.label}", elements=(Text(text=head, strong=True), bar, Buttons(items=(button,))))


def details(running: Running) -> str:
    """Return the words of the button that opens who has a notice."""
    return say("notice.details" if running.asks else "notice.details_sent")


def read_button(value: str) -> Buttons:
    return Buttons(items=(Button(text=say("notice.read"), action="notice.read", value=value, style="primary"),))


def _body(message: Message, now: datetime) -> list[Element]:
    elements: list[Element] = [Text(text=message.text)]
    if message.read_at is not None:
        elements.append(Note(text=say("notice.you_read", moment=moment(message.read_at, now))))
    elif message.button:
        elements.append(read_button(message.button))
    return [*elements, Note(text=message.note)] if message.note else elements
