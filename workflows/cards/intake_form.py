"""The first screen of a report or a question: few fields, the rest behind "Meer"."""

from collections.abc import Mapping
from dataclasses import replace

from texts import say
from workflows.cards.elements import Button, Buttons, Form, FormElement, Note, Text
from workflows.cards.questions import fields_of
from workflows.cards.words import short
from workflows.engine.case import Value
from workflows.engine.conditions import FAST_FACT, FAST_VALUE, NATURE_FACT, keeps_no_files
from workflows.engine.protocol import Protocol

_TITLE = 24
_REDRAWS = (FAST_FACT, NATURE_FACT)


def intake_form(
    protocol: Protocol, kind_key: str, initial: Mapping[str, Value], draft: str, *, more: bool = False
) -> Form:
    """Return the intake of a kind; ``draft`` names this one filling-in, ``more`` shows the optional questions too."""
    kind = protocol.kinds[kind_key]
    keys = (*kind.intake, *kind.more) if more else kind.intake
    fast, no_files = initial.get(FAST_FACT) == FAST_VALUE, keeps_no_files(initial)
    fields: list[FormElement] = [
        replace(field, redraws=field.key in _REDRAWS, required=field.required and field.key not in kind.more)
        for field in fields_of(protocol, keys, initial)
        if not (no_files and field.type == "file")
    ]
    top: list[FormElement] = []
    if kind_key == "ontsporing":
        top.append(Text(text=protocol.texts["direct_gevaar"], strong=True))
    if fast:
        top.append(Text(text=say("intake.fast")))
    if no_files:
        top.append(Text(text=protocol.texts["geen_beeld"]))
    fields += [Note(text=text) for text in _rules(protocol, kind_key)]
    if kind.more and not more:
        fields.append(Buttons(items=(Button(text=say("intake.more"), action="intake.more", value=kind_key),)))
    return Form(
        name="intake",
        title=short(kind.title or kind.label, _TITLE),
        elements=(*top, *fields),
        submit=say("intake.submit"),
        close=say("form.cancel"),
        context={"kind": kind_key, "draft": draft, "more": "1" if more else ""},
    )


def _rules(protocol: Protocol, kind_key: str) -> list[str]:
    """The school's own rules for this moment, a line each (I rows)."""
    rules = [article.text for article in protocol.articles.values() if kind_key in article.shown]
    lines = [say("card.one_of_more", task=rule) for rule in rules[:6]]
    return ["\n".join([say("intake.rules"), *lines])] if lines and kind_key == "publicatie" else []
