"""A protocol's question as a field of a form: one more question needs no new code in any face."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from texts import say
from workflows.cards.elements import Field
from workflows.cards.words import short
from workflows.engine.case import Value
from workflows.engine.conditions import holds
from workflows.engine.protocol import Protocol, Question, question_label

_OPTION = 75
_LAST = ("anders", "overig", "onbekend")
NOTHING: Mapping[str, Value] = MappingProxyType({})


def field_of(
    protocol: Protocol,
    key: str,
    initial: Value = "",
    *,
    required: bool | None = None,
    certain: Mapping[str, Value] = NOTHING,
) -> Field:
    """Return the field for one fact or field of the protocol; what is *certain* may take options away."""
    question = protocol.question(key)
    excluded = {one for one, condition in question.excluded.items() if certain and holds(certain, condition)}
    return Field(
        key=key,
        label=question_label(key, question),
        type="choice" if question.type == "article" else question.type,
        options=tuple(one for one in options_of(protocol, question) if one[0] not in excluded),
        required=question.required if required is None else required,
        hint=question.help,
        placeholder=question.placeholder,
        initial=initial or question.template,
        max=question.max,
    )


def fields_of(
    protocol: Protocol,
    keys: Iterable[str],
    initial: Mapping[str, Value] = NOTHING,
    certain: Mapping[str, Value] = NOTHING,
) -> tuple[Field, ...]:
    """Return the fields for several questions, filled in where an answer is known."""
    return tuple(field_of(protocol, key, initial.get(key, ""), certain=certain) for key in dict.fromkeys(keys))


def certain_of(protocol: Protocol, facts: Mapping[str, Value]) -> dict[str, Value]:
    """Return the facts that no form can change: those that answer themselves."""
    return {key: value for key, value in facts.items() if key in protocol.facts and protocol.facts[key].known}


def options_of(protocol: Protocol, question: Question) -> list[tuple[str, str]]:
    """Return value and label of what can be chosen; for an article the rules of the school's document."""
    if question.type != "article":
        return sorted(question.of.items(), key=lambda one: one[0] in _LAST)
    return [
        (rule, short(f"{article.ref}: {article.text}", _OPTION))
        for rule, article in protocol.articles.items()
        if not rule.startswith("X-")
    ]


def value_label(protocol: Protocol, key: str, value: Value, names: Mapping[str, str]) -> str:
    """Return an answer as people read it: labels of choices, names of people."""
    question = protocol.question(key)
    labels = dict(options_of(protocol, question))
    values = (value,) if isinstance(value, str) else value
    if question.type in ("person", "people"):
        return ", ".join(names.get(one, say("words.somebody")) for one in values)
    return ", ".join(labels.get(one, one) for one in values).replace("?, ", "? ")
