"""Writing a notice, a better text for one that runs, or its lifting, and looking at it once more before it goes.

From the card to sent in three clicks: write (filled in already), look and count, send.
"""

from dataclasses import dataclass
from typing import Literal

from texts import say
from workflows.cards.elements import (
    Button,
    Buttons,
    Divider,
    Field,
    Form,
    FormElement,
    Heading,
    Note,
    Quote,
    Text,
)
from workflows.cards.words import people

VIA = ("direct", "kanaal", "beide")
SCOPES = ("school", "alle")
MAX = 2000


@dataclass(frozen=True, kw_only=True)
class Plan:
    """A notice before it is sent: who gets it and how. A first one is free to choose that, a next version is not.

    ``overtaken`` is the text that took the place of the one that this writer began with.
    """

    text: str
    via: str
    people: int
    sort: Literal["notice", "fix", "lift"]
    scope: str = "school"
    school: str = ""
    has_channel: bool = False
    has_schools: bool = False
    asks: bool = True
    warnings: tuple[str, ...] = ()
    overtaken: str = ""

    @property
    def is_for_nobody(self) -> bool:
        """True for the lifting of what nobody got: it only ends the step."""
        return self.sort == "lift" and not self.people


def compose_form(plan: Plan, context: dict[str, str]) -> Form:
    """Return the form in which directie writes; the text is filled in already."""
    lead = say("lift.nobody") if plan.is_for_nobody else say(f"{plan.sort}.lead", people=people(plan.people))
    elements: list[FormElement] = [Text(text=lead)]
    if plan.overtaken:
        elements += [Text(text=say("notice.overtaken"), strong=True), Quote(text=plan.overtaken)]
    elements.append(
        Field(
            key="mededeling",
            label=say("notice.text"),
            type="longtext",
            initial=plan.text,
            max=MAX,
            hint=say("notice.hint"),
        )
    )
    elements += _choices(plan) if plan.sort == "notice" else []
    return Form(
        name="notice",
        title=say(f"{plan.sort}.title"),
        elements=tuple(elements),
        submit=say("notice.check"),
        close=say("form.cancel"),
        context=context,
    )


def preview_form(plan: Plan, context: dict[str, str]) -> Form:
    """Return the last look: the message as it will stand there, the count, warnings, and the button that sends."""
    elements: list[FormElement] = [
        Text(text=_whom(plan), strong=True),
        Divider(),
        Heading(text=say("notice.lift_head" if plan.sort == "lift" else "notice.head")),
        Text(text=plan.text),
        Note(text=_below(plan)),
        Divider(),
    ]
    elements += [Text(text=warning, strong=True) for warning in plan.warnings]
    if plan.warnings:
        option = (("ja", say("notice.sure_yes")),)
        elements.append(Field(key="zeker", label=say("notice.sure"), type="choices", options=option))
    elements.append(Buttons(items=(Button(text=say("notice.test"), action="notice.test", value=context["notice"]),)))
    return Form(
        name="notice_send",
        title=say(f"{plan.sort}.title" if plan.sort != "notice" else "notice.send_title"),
        elements=tuple(elements),
        submit=say("lift.end" if plan.is_for_nobody else "notice.send"),
        close=say("form.cancel"),
        context=context,
    )


def _choices(plan: Plan) -> list[Field]:
    """How it is sent, where there is a channel; to whom, where there are more schools."""
    fields = []
    if plan.has_schools:
        labels = {"school": say("notice.scope_school", school=plan.school), "alle": say("notice.scope_alle")}
        options = tuple((scope, labels[scope]) for scope in SCOPES)
        fields.append(
            Field(key="bereik", label=say("notice.scope"), type="choice", options=options, initial=plan.scope)
        )
    if plan.has_channel:
        options = tuple((via, _capital(say(f"notice.via_{via}"))) for via in VIA)
        fields.append(Field(key="via", label=say("notice.via"), type="choice", options=options, initial=plan.via))
    return fields


def _whom(plan: Plan) -> str:
    """Who gets it and how."""
    if plan.is_for_nobody:
        return say("lift.nobody")
    count = people(plan.people)
    whom = say(f"notice.scope_{plan.scope}_count", people=count) if plan.has_schools else count
    return say("notice.preview", people=whom, via=say(f"notice.via_{plan.via}"))


def _below(plan: Plan) -> str:
    """What stands below the text: the words of the button, or that there is none."""
    if plan.sort == "lift" or not plan.asks:
        return say("notice.no_button")
    return say("notice.with_button", button=say("notice.read"))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
