"""The notice to all staff: writing it, looking at it once more, and what everyone sees.

From the card to sent in three clicks: write (filled in already), look and count, send.
"""

from dataclasses import dataclass
from datetime import datetime

from texts import say
from workflows.cards.case_form import progress_label
from workflows.cards.case_sight import Running
from workflows.cards.elements import (
    Button,
    Buttons,
    Card,
    Divider,
    Field,
    Form,
    FormElement,
    Heading,
    Note,
    Progress,
    Quote,
    Text,
)
from workflows.cards.words import moment

VIA = ("direct", "kanaal", "beide")


@dataclass(frozen=True, kw_only=True)
class Plan:
    """A notice before it is sent: who gets it and how."""

    text: str
    via: str
    people: int
    lifting: bool
    warnings: tuple[str, ...] = ()
    has_channel: bool = False


def compose_form(plan: Plan, context: dict[str, str]) -> Form:
    """Return the form in which directie writes; the text is filled in already."""
    key = "lift" if plan.lifting else "notice"
    elements: list[FormElement] = [
        Text(text=say(f"{key}.lead", people=plan.people)),
        Field(
            key="mededeling",
            label=say("notice.text"),
            type="longtext",
            initial=plan.text,
            max=2000,
            hint=say("notice.hint"),
        ),
    ]
    if plan.has_channel and not plan.lifting:
        options = tuple((via, _capital(say(f"notice.via_{via}"))) for via in VIA)
        elements.append(Field(key="via", label=say("notice.via"), type="choice", options=options, initial=plan.via))
    return Form(
        name="notice",
        title=say(f"{key}.title"),
        elements=tuple(elements),
        submit=say("notice.check"),
        close=say("form.cancel"),
        context=context,
    )


def preview_form(plan: Plan, context: dict[str, str]) -> Form:
    """Return the last look: the text as it will stand there, the count, warnings, and the button that sends."""
    elements: list[FormElement] = [
        Text(text=say("notice.preview", people=plan.people, via=say(f"notice.via_{plan.via}")), strong=True),
        Divider(),
        Quote(text=plan.text),
        Divider(),
    ]
    elements += [Text(text=warning, strong=True) for warning in plan.warnings]
    if plan.warnings:
        option = (("ja", say("notice.sure_yes")),)
        elements.append(Field(key="zeker", label=say("notice.sure"), type="choices", options=option))
    elements.append(Buttons(items=(Button(text=say("notice.test"), action="notice.test", value=context["notice"]),)))
    return Form(
        name="notice_send",
        title=say("lift.title" if plan.lifting else "notice.send_title"),
        elements=tuple(elements),
        submit=say("notice.send"),
        close=say("form.cancel"),
        context=context,
    )


def notice_card(
    notice: str, text: str, *, lifting: bool, asks: bool = True, read_at: datetime | None = None, now: datetime
) -> Card:
    """Return the message itself; the whole text is in ``text`` for screen readers."""
    head = say("notice.lift_head" if lifting else "notice.head")
    elements: list[Heading | Text | Note | Buttons] = [Heading(text=head), Text(text=text)]
    if read_at is not None:
        elements.append(Note(text=say("notice.you_read", moment=moment(read_at, now))))
    elif asks:
        elements.append(
            Buttons(items=(Button(text=say("notice.read"), action="notice.read", value=notice, style="primary"),))
        )
    return Card(text=f"{head}\n{text}", elements=tuple(elements))


def progress_card(running: Running, number: str) -> Card:
    """Return the sender's own card: how many have read it, and who could not be reached."""
    head = say(f"notice.{running.state}_head", number=number)
    label = progress_label(running)
    button = Button(text=say("notice.details"), action="notice.status", value=running.id)
    elements = (Text(text=head, strong=True), Progress(done=running.read, total=running.total, label=label))
    return Card(text=f"{head}\n{label}", elements=(*elements, Buttons(items=(button,))))


def status_form(running: Running, unread: list[str], unreached: list[tuple[str, str]]) -> Form:
    """Return who has not read a notice yet, and who could not be reached and why."""
    elements: list[FormElement] = [
        Progress(done=running.read, total=running.total, label=progress_label(running)),
        Quote(text=running.text),
    ]
    if unread:
        elements.append(Text(text=say("notice.unread", count=len(unread)), strong=True))
        elements.append(Text(text=", ".join(sorted(unread)[:150])))
    if unreached:
        elements.append(Text(text=say("notice.unreached"), strong=True))
        elements += [Note(text=f"{name}: {reason}") for name, reason in unreached[:20]]
    return Form(
        name="notice_status", title=say("notice.status_title"), elements=tuple(elements), close=say("form.close")
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
