"""The fields of one outcome: only what this decision asks, with what is known already filled in."""

from collections.abc import Mapping

from texts import say
from workflows.cards.elements import Button, Buttons, Form, FormElement, Note, Quote, Text
from workflows.cards.questions import certain_of, fields_of
from workflows.cards.words import short, task_name
from workflows.engine.case import Case, Round, Value
from workflows.engine.conditions import keeps_no_files
from workflows.engine.protocol import Protocol, asked, outcome_label, outcomes

_TITLE = 24


def outcome_form(
    protocol: Protocol,
    case: Case,
    found: Round,
    outcome: str,
    initial: Mapping[str, Value],
    quotes: tuple[str, ...] = (),
) -> Form:
    """Return the form that finishes a round with an outcome; ``quotes`` are words it answers."""
    task = protocol.task(case.kind, found.task)
    chosen = outcomes(task)[outcome]
    label = outcome_label(outcome, chosen)
    name = task_name(protocol, case, found.task)
    head = name if len(label) <= _TITLE else say("outcome.head", task=name, outcome=label)
    elements: list[FormElement] = [Text(text=head, strong=True)]
    elements += [Note(text=text) for text in (chosen.help,) if text]
    if quotes:
        elements += [Text(text=say("outcome.asked")), *(Quote(text=text) for text in quotes)]
    fields = fields_of(protocol, asked(task, outcome), initial, certain=certain_of(protocol, case.values))
    elements += [one for one in fields if not (one.type == "file" and keeps_no_files(protocol, case.values))]
    elements.append(Buttons(items=(Button(text=say("outcome.back"), action="case.view", value=case.id),)))
    context = {"case": case.id, "task": found.task, "round": str(found.number), "outcome": outcome}
    return Form(
        name="outcome",
        title=short(label, _TITLE),
        elements=tuple(elements),
        submit=say("outcome.submit"),
        close=say("form.cancel"),
        context=context,
    )


def text_form(
    name: str, title: str, lead: str, fields: tuple[FormElement, ...], submit: str, context: Mapping[str, str]
) -> Form:
    """Return a small form: a sentence, fields, a button."""
    return Form(
        name=name,
        title=short(title, _TITLE),
        elements=(Text(text=lead), *fields),
        submit=submit,
        close=say("form.cancel"),
        context=context,
    )


def told_form(title: str, sentence: str) -> Form:
    """Return a form that only says something."""
    return Form(name="told", title=short(title, _TITLE), elements=(Text(text=sentence),), close=say("form.close"))
