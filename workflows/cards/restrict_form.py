"""The forms that have a case rest and go on, what the case says meanwhile, and the card that people have of it."""

from texts import say
from workflows.cards.case_sight import CaseSight
from workflows.cards.elements import (
    Button,
    Buttons,
    Card,
    Divider,
    Element,
    Field,
    Form,
    FormElement,
    Note,
    Quote,
    Text,
)
from workflows.cards.words import short
from workflows.engine.case import Case

RESTRICT, UNRESTRICT, KEY = "restrict", "unrestrict", "beperking"
WHO, REASON = "wie_vroeg", "reden"
PEOPLE = ("betrokkene", "ouder", "leerling", "melder", "fg", "toezichthouder")
LONGEST = 1000
_TITLE = 24


def restrict_form(case: Case, draft: str) -> Form:
    """Return the form that has a case rest, or go on when it does."""
    rests = case.restricted
    name = UNRESTRICT if rests else RESTRICT
    options = tuple((key, say(f"restrict.by_{key}")) for key in PEOPLE)
    asks = () if rests else (Field(key=WHO, label=say("restrict.who"), type="choice", options=options),)
    elements: tuple[FormElement, ...] = (
        Text(text=say(f"{name}.lead", number=case.number)),
        *asks,
        Field(key=REASON, label=say(f"{name}.reason"), type="longtext", max=LONGEST),
        Note(text=say(f"{name}.effect")),
    )
    return Form(
        name=name,
        title=short(say(f"action.{name}"), _TITLE),
        elements=elements,
        submit=say(f"{name}.submit"),
        close=say("form.cancel"),
        context={"case": case.id, "draft": draft},
    )


def banner(sight: CaseSight) -> list[Element]:
    """Return what stands on top of a case that rests: that it does, and why as far as this viewer may read it."""
    if not sight.case.restricted:
        return []
    reason = next((one.text for one in reversed(sight.written) if one.key == KEY), "")
    why = [Quote(text=reason)] if reason else []
    return [Text(text=say("restrict.banner"), strong=True), *why, Note(text=say("restrict.banner_help")), Divider()]


def resting_card(case: Case) -> Card:
    """Return the card that everybody in the case has while it rests; it says no more than that."""
    text = say("card.rests", number=case.number)
    button = Button(text=say("card.view"), action="case.view", value=case.id)
    return Card(text=text, elements=(Text(text=text), Buttons(items=(button,))))
