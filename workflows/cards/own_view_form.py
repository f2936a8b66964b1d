"""The form in which somebody's own view is added to a case, and how it reads there. Who may add it is not for here."""

from collections.abc import Iterable

from texts import say
from workflows.cards.case_sight import CaseSight, Written
from workflows.cards.elements import Divider, Element, Field, Form, FormElement, Note, Quote, Text
from workflows.cards.words import moment, short
from workflows.engine.case import Case

KEY = "zienswijze"
NAME, WHOSE, WORDS, DAY = "own_view", "van_wie", "zienswijze", "datum"
PEOPLE = ("plaatser", "betrokkene", "ouder", "leerling")
LONGEST = 3000
_TITLE = 24


def own_view_form(case: Case, draft: str, today: str) -> Form:
    """Return the form; *today* is the day that is filled in already."""
    options = tuple((key, say(f"own_view.of_{key}")) for key in PEOPLE)
    elements: tuple[FormElement, ...] = (
        Text(text=say("own_view.lead", number=case.number)),
        Field(key=WHOSE, label=say("own_view.whose"), type="choice", options=options),
        Field(key=WORDS, label=say("own_view.words"), hint=say("own_view.words_hint"), type="longtext", max=LONGEST),
        Field(key=DAY, label=say("own_view.day"), type="date", initial=today),
        Note(text=say("own_view.stays")),
    )
    return Form(
        name=NAME,
        title=short(say("action.own_view"), _TITLE),
        elements=elements,
        submit=say("own_view.submit"),
        close=say("form.cancel"),
        context={"case": case.id, "draft": draft},
    )


def headed(whose: str, day: str, words: str) -> str:
    """Return what is kept: whose view it is and of which day, and then their words."""
    date = "-".join(reversed(day.split("-")))
    return f"{say('own_view.head', whose=say(f'own_view.of_{whose}'), day=date)}\n\n{words}"


def own_views(sight: CaseSight) -> list[Element]:
    """Return the views that were added, each with who wrote it down; nothing when there are none."""
    found = [one for one in sight.written if one.key == KEY]
    if not found:
        return []
    return [Divider(), Text(text=say("own_view.title"), strong=True), *_each(sight, found)]


def _each(sight: CaseSight, found: Iterable[Written]) -> list[Element]:
    elements: list[Element] = []
    for one in found:
        name = sight.names.get(one.author, say("words.somebody"))
        note = say("own_view.noted", name=name, moment=moment(one.at, sight.now))
        elements += [Quote(text=one.text), Note(text=note)]
    return elements
