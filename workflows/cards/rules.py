"""Which rules of the school a person reads at a moment, and what is pointed out about a text they want to publish."""

from collections.abc import Mapping

from texts import say
from workflows.engine.case import Value
from workflows.engine.conditions import holds
from workflows.engine.kind import Insert, Kind
from workflows.engine.personal_data import personal_data, words_in
from workflows.engine.protocol import Protocol

RECEIPT = "ontvangst"
TEXT = "tekst"


def rules_at(protocol: Protocol, moment: str, facts: Mapping[str, Value]) -> list[str]:
    """Return the rules to read at a moment (a kind, ``kind.task``, ``kind.ontvangst``), those for these facts first."""
    found = [one for one in protocol.articles.values() if moment in one.shown and holds(facts, one.when)]
    return [one.text for one in sorted(found, key=lambda one: not one.when)]


def remarks_on(kind: Kind, text: str, facts: Mapping[str, Value], blanks: Mapping[str, str]) -> list[str]:
    """Return what to look at in a text: personal data, the school's own remarks, and words that should be there."""
    found = [say(f"remark.{sort}") for sort in personal_data(text)]
    found += [
        remark.text
        for remark in kind.remarks.values()
        if holds(facts, remark.when) and (not remark.words or any(words_in(text, remark.words)))
    ]
    due = (one for one in kind.inserts.values() if one.must and holds(facts, one.when))
    missing = (one for one in due if not _stands_in(one, text, blanks))
    return found + [say("remark.missing", label=one.label) for one in missing]


def inserts_for(kind: Kind, facts: Mapping[str, Value]) -> dict[str, Insert]:
    """Return the words that can be put into the text, as far as the answers that were given do not speak against it."""
    return {
        key: insert
        for key, insert in kind.inserts.items()
        if holds(facts, {name: values for name, values in insert.when.items() if facts.get(name)})
    }


def with_insert(text: str, insert: Insert, blanks: Mapping[str, str]) -> str:
    """Return the text with the words below it, once."""
    if _stands_in(insert, text, blanks):
        return text
    return "\n\n".join(filter(None, (text.rstrip(), filled(insert, blanks))))


def filled(insert: Insert, blanks: Mapping[str, str]) -> str:
    text = insert.text
    for name, value in blanks.items():
        text = text.replace(f"{{{name}}}", value)
    return text


def _stands_in(insert: Insert, text: str, blanks: Mapping[str, str]) -> bool:
    return _plain(filled(insert, blanks)) in _plain(text)


def _plain(text: str) -> str:
    return " ".join(text.casefold().split()).rstrip(".")
