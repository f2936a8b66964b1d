"""The first screen of a report or a question: few fields, the rest behind "Meer"."""

from collections.abc import Mapping
from dataclasses import replace

from texts import say
from workflows.cards.elements import Button, Buttons, Field, Form, FormElement, Note, Text
from workflows.cards.questions import NOTHING, fields_of
from workflows.cards.rules import inserts_for, rules_at
from workflows.cards.words import short
from workflows.engine.case import Value
from workflows.engine.conditions import FAST_FACT, FAST_VALUE, NATURE_FACT, keeps_no_files
from workflows.engine.kind import Kind
from workflows.engine.known import questions_for
from workflows.engine.protocol import Protocol

SCHOOL = "zaak.school"  # no question of a protocol can have this key
_TITLE = 24
_OPTION = 75
_FEW = 6


def intake_form(
    protocol: Protocol,
    kind_key: str,
    initial: Mapping[str, Value],
    draft: str,
    *,
    more: bool = False,
    known: Mapping[str, Value] = NOTHING,
    schools: tuple[str, ...] = (),
) -> Form:
    """Return the intake of a kind; ``draft`` names this one filling-in, ``more`` shows the optional questions too.

    ``known`` are the facts that answer themselves for this melder: they decide which questions and options are there.
    Of several ``schools`` the melder says to which one it belongs.
    """
    kind = protocol.kinds[kind_key]
    elements = [
        *_top(protocol, kind_key, initial),
        *_school(schools, initial),
        *_fields(protocol, kind_key, initial, known, more=more),
    ]
    elements += _inserts(kind, kind_key, {**initial, **known})
    elements += [Note(text=text) for text in _rules(protocol, kind_key, {**initial, **known}, more=more)]
    if kind.more and not more:
        elements.append(Buttons(items=(Button(text=say("intake.more"), action="intake.more", value=kind_key),)))
    return Form(
        name="intake",
        title=short(kind.title or kind.label, _TITLE),
        elements=tuple(elements),
        submit=say("intake.submit"),
        close=say("form.cancel"),
        context={"kind": kind_key, "draft": draft, "more": "1" if more else ""},
    )


def _top(protocol: Protocol, kind_key: str, initial: Mapping[str, Value]) -> list[FormElement]:
    top: list[FormElement] = []
    if kind_key == "ontsporing":
        top.append(Text(text=protocol.texts["direct_gevaar"], strong=True))
    if protocol.kinds[kind_key].help:
        top.append(Note(text=protocol.kinds[kind_key].help))
    if initial.get(FAST_FACT) == FAST_VALUE:
        top.append(Text(text=say("intake.fast")))
    if keeps_no_files(protocol, initial):
        top.append(Text(text=protocol.texts["geen_beeld"]))
    return top


def _school(schools: tuple[str, ...], initial: Mapping[str, Value]) -> list[FormElement]:
    """Asked of who works at more than one school; what they are there may change what the form asks."""
    if len(schools) < 2:
        return []
    chosen = initial.get(SCHOOL) or schools[0]
    options = tuple((one, short(one, _OPTION)) for one in schools)
    return [Field(key=SCHOOL, label=say("intake.school"), type="choice", options=options, initial=chosen, redraws=True)]


def _fields(
    protocol: Protocol, kind_key: str, initial: Mapping[str, Value], known: Mapping[str, Value], *, more: bool
) -> list[FormElement]:
    kind = protocol.kinds[kind_key]
    keys = questions_for(protocol, (*kind.intake, *kind.more) if more else kind.intake, known)
    return [
        replace(
            field,
            redraws=_redraws(protocol, kind_key, field.key),
            required=field.required and field.key not in kind.more,
        )
        for field in fields_of(protocol, keys, initial, certain=known)
        if not (keeps_no_files(protocol, initial) and field.type == "file")
    ]


def _redraws(protocol: Protocol, kind_key: str, key: str) -> bool:
    """Some answers take the file input away at once, others bring a rule to read or words to insert."""
    takes = key in protocol.facts and bool(protocol.facts[key].no_files)
    shown = [article.when for article in protocol.articles.values() if kind_key in article.shown]
    brings = any(key in when for when in (*shown, *(one.when for one in protocol.kinds[kind_key].inserts.values())))
    return key in (FAST_FACT, NATURE_FACT) or takes or brings


def _inserts(kind: Kind, kind_key: str, facts: Mapping[str, Value]) -> list[FormElement]:
    """Words that are put into the text with one press: those that fit what was answered so far."""
    items = tuple(
        Button(text=insert.label, action="intake.insert", value=f"{kind_key}|{key}")
        for key, insert in inserts_for(kind, facts).items()
    )
    return [Note(text=say("intake.inserts")), Buttons(items=items)] if items else []


def _rules(protocol: Protocol, kind_key: str, facts: Mapping[str, Value], *, more: bool) -> list[str]:
    """The school's own rules for this moment, a line each (I rows); all of them behind "Meer".

    A rule that only holds for some answers stands on top as soon as such an answer is given.
    """
    rules = rules_at(protocol, kind_key, facts)
    if not rules:
        return []
    lines = [say("card.one_of_more", task=rule) for rule in (rules if more else rules[:_FEW])]
    left = [say("intake.rules_more", count=len(rules) - _FEW)] if len(rules) > _FEW and not more else []
    return ["\n".join([say("intake.rules"), *lines, *left])]
