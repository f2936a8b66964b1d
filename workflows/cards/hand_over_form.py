"""The form that hands a task to a colleague: which task, to whom and why. Who may do it is not for here."""

from collections.abc import Mapping, Sequence

from texts import say
from workflows.cards.elements import Field, Form, FormElement, Note, Text
from workflows.cards.words import short, task_name
from workflows.engine.case import Case, Round
from workflows.engine.protocol import Protocol

NAME, TASK, COLLEAGUE, REASON = "hand_over", "taak", "collega", "reden"
LONGEST = 1000
_TITLE = 24
_OPTION = 75


def hand_over_form(
    protocol: Protocol, case: Case, rounds: Sequence[Round], viewer: str, names: Mapping[str, str], draft: str
) -> Form:
    """Return the form for these rounds, of which there is at least one; the task is asked when there are more."""
    return Form(
        name=NAME,
        title=short(say("action.hand_over"), _TITLE),
        elements=(
            *_tasks(protocol, case, rounds, viewer, names),
            Field(key=COLLEAGUE, label=say("hand_over.colleague"), type="person"),
            Field(
                key=REASON,
                label=say("hand_over.reason"),
                type="longtext",
                hint=say("hand_over.reason_hint"),
                max=LONGEST,
            ),
            Note(text=say("hand_over.sees_all")),
        ),
        submit=say("hand_over.submit"),
        close=say("form.cancel"),
        context={"case": case.id, "draft": draft, **(_only(rounds[0]) if len(rounds) == 1 else {})},
    )


def key_of(found: Round) -> str:
    """Return how a round is named in the choice of tasks."""
    return f"{found.task}|{found.number}"


def _only(found: Round) -> dict[str, str]:
    return {"task": found.task, "round": str(found.number)}


def _tasks(
    protocol: Protocol, case: Case, rounds: Sequence[Round], viewer: str, names: Mapping[str, str]
) -> list[FormElement]:
    if len(rounds) > 1:
        options = tuple((key_of(one), short(_label(protocol, case, one, viewer, names), _OPTION)) for one in rounds)
        choice = Field(key=TASK, label=say("hand_over.task"), type="choice", options=options)
        return [Text(text=say("hand_over.lead_more")), choice]
    found = rounds[0]
    elements: list[FormElement] = [Text(text=say("hand_over.lead", task=task_name(protocol, case, found.task)))]
    if not found.holds(viewer):
        elements.append(Note(text=say("hand_over.others", people=_people(found, names))))
    return elements


def _label(protocol: Protocol, case: Case, found: Round, viewer: str, names: Mapping[str, str]) -> str:
    """A task of somebody else says with whom it is now."""
    task = task_name(protocol, case, found.task)
    return task if found.holds(viewer) else say("hand_over.held_by", task=task, people=_people(found, names))


def _people(found: Round, names: Mapping[str, str]) -> str:
    return ", ".join(names.get(who.person, say("words.somebody")) for who in found.assignees)
