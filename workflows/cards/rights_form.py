"""The forms of a request for what is held on somebody: about whom, and what was found. Who may ask is not for here."""

from collections.abc import Sequence

from texts import say
from workflows.cards.elements import Button, Buttons, Facts, Field, Form, FormElement, Note, Text
from workflows.cards.rights_report import SECTIONS, Report
from workflows.cards.words import short

NAME, PERSON, TYPED, REFERENCE = "rights", "collega", "naam", "kenmerk"
LONGEST, LONGEST_NAME = 150, 100
_TITLE = 24
_MOST = 20  # so many buttons fit


def ask_form(draft: str) -> Form:
    """Return the form that asks about whom it is, and why."""
    elements: tuple[FormElement, ...] = (
        Text(text=say("rights.lead")),
        Field(key=PERSON, label=say("rights.person"), type="person", required=False),
        Field(key=TYPED, label=say("rights.name"), hint=say("rights.name_hint"), required=False, max=LONGEST_NAME),
        Field(key=REFERENCE, label=say("rights.reference"), hint=say("rights.reference_hint"), max=LONGEST),
        Note(text=say("rights.on_record")),
    )
    return Form(
        name=NAME,
        title=short(say("rights.title"), _TITLE),
        elements=elements,
        submit=say("rights.submit"),
        close=say("form.cancel"),
        context={"draft": draft},
    )


def result_form(report: Report | None, url: str, able: Sequence[tuple[str, str]] = ()) -> Form:
    """Return what was found, in numbers, with the links behind which it stands for a quarter of an hour.

    Without a report there is too much to look through now: it is looked up when a link is opened. *able* are the cases,
    id and number, that the asker may have rest when the person asks for that as well (AVG 18).
    """
    links = (
        Button(text=say("rights.open_pdf"), action="file.open", value="pdf", url=f"{url}.pdf"),
        Button(text=say("rights.open_json"), action="file.open", value="json", url=f"{url}.json"),
    )
    explained = report.explained if report else ()
    elements: tuple[FormElement, ...] = (
        *(_numbers(report) if report else (Text(text=say("rights.looked_up_later"), strong=True),)),
        Buttons(items=links),
        Note(text=say("rights.link_lasts")),
        *_to_rest(able),
        *(Note(text=one) for one in explained),
    )
    title = short(say("rights.title"), _TITLE)
    return Form(name="rights_found", title=title, elements=elements, close=say("form.close"))


def _numbers(report: Report) -> tuple[FormElement, ...]:
    counts = tuple((say(f"rights.part_{key}"), str(report.count(key))) for key in SECTIONS)
    return (Text(text=say("rights.found", name=report.name), strong=True), Facts(pairs=counts))


def _to_rest(able: Sequence[tuple[str, str]]) -> tuple[FormElement, ...]:
    items = tuple(
        Button(text=say("rights.restrict", number=number), action="case.restrict", value=case_id)
        for case_id, number in able[:_MOST]
    )
    return (Text(text=say("rights.restrict_lead")), Buttons(items=items)) if items else ()
