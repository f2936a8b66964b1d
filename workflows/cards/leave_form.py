"""The form for days away, and their place on the home page. It asks for days and a deputy, never for a reason."""

from dataclasses import dataclass
from datetime import date

from texts import say
from workflows.cards.elements import (
    Button,
    Buttons,
    Confirm,
    Divider,
    Element,
    Field,
    Form,
    FormElement,
    Heading,
    Note,
    Text,
)
from workflows.cards.leave_words import LeaveLine, line_text
from workflows.cards.words import short
from workflows.engine.leave import DEPUTY, FIRST, LAST, WHO

MINE, OTHERS = "leave", "leave_other"
_OWN, _TEAM = 3, 10
_FIXED = 6  # what stands there always: lines, titles, buttons, the foot of the page
_TITLE = 24


@dataclass(frozen=True, kw_only=True)
class LeaveSight:
    """What a home page shows of days away; ``away`` is said on top, ``leads`` lets this person set it for others."""

    today: date
    away: str = ""
    own: tuple[LeaveLine, ...] = ()
    team: tuple[LeaveLine, ...] = ()
    leads: bool = False


def leave_form(today: date, draft: str, *, usual: str = "") -> Form:
    """Return the form for one's own days; *usual* is the deputy who is asked when none is chosen."""
    hint = say("leave.usual", name=usual) if usual else say("leave.no_usual")
    return _form(MINE, say("leave.mine"), say("leave.lead"), _fields(today, hint), draft)


def leave_other_form(today: date, draft: str) -> Form:
    """Return the same form for a colleague."""
    who = Field(key=WHO, label=say("leave.who"), type="person")
    fields = (who, *_fields(today, say("leave.their_usual")))
    return _form(OTHERS, say("leave.others_short"), say("leave.others_lead"), fields, draft)


def leave_section(sight: LeaveSight, room: int) -> list[Element]:
    """Return the part of the home page on days away, in at most so many blocks: one's own days before all else."""
    own = sight.own[:_OWN]
    elements: list[Element] = [Divider(), Heading(text=say("leave.title"))]
    for line in own:
        elements += _line(line, sight.today)
    buttons = [Button(text=say("leave.mine"), action="leave.mine")]
    if sight.leads:
        buttons.append(Button(text=say("leave.others"), action="leave.others"))
    elements.append(Buttons(items=tuple(buttons)))
    return [*elements, *_team(sight, max(0, min(_TEAM, (room - _FIXED) // 2 - len(own))))]


def _team(sight: LeaveSight, most: int) -> list[Element]:
    if not sight.team:
        return []
    elements: list[Element] = [Text(text=say("leave.team"), strong=True)]
    for line in sight.team[:most]:
        elements += _line(line, sight.today)
    more = len(sight.team) - most
    return [*elements, Note(text=say("leave.more", count=more))] if more > 0 else elements


def _line(line: LeaveLine, today: date) -> list[Element]:
    text = line_text(line, today)
    return [Text(text=text), Buttons(items=(_end_button(line, today, text),))]


def _end_button(line: LeaveLine, today: date, text: str) -> Button:
    what = "withdraw" if line.first > today else "back_other" if line.name else "back"
    confirm = Confirm(
        title=say("confirm.title"), text=say(f"leave.{what}_sure"), yes=say("confirm.yes"), no=say("confirm.no")
    )
    label = say(f"leave.{what}")
    return Button(text=label, action="leave.end", value=line.id, confirm=confirm, hint=short(f"{label}: {text}", 75))


def _fields(today: date, hint: str) -> tuple[Field, ...]:
    return (
        Field(key=FIRST, label=say("leave.first"), type="date", initial=today.isoformat()),
        Field(key=LAST, label=say("leave.last"), type="date", required=False, hint=say("leave.last_hint")),
        Field(key=DEPUTY, label=say("leave.deputy"), type="person", required=False, hint=hint),
    )


def _form(name: str, title: str, lead: str, fields: tuple[FormElement, ...], draft: str) -> Form:
    return Form(
        name=name,
        title=short(title, _TITLE),
        elements=(Text(text=lead), *fields, Note(text=say("leave.no_reason"))),
        submit=say("leave.submit"),
        close=say("form.cancel"),
        context={"draft": draft},
    )
