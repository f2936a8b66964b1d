"""What is known of a melder before anything is asked: their job title and their roles, read from the staff file."""

import re
from collections.abc import Iterable, Mapping

from workflows.engine.case import Value
from workflows.engine.conditions import holds
from workflows.engine.person import Person
from workflows.engine.protocol import Protocol
from workflows.engine.question import Known

_YES, _NO = "ja", "nee"
_ACTING = ("waarnemend", "plaatsvervangend", "interim", "wnd", "plv")


def known_facts(protocol: Protocol, person: Person | None, school: str) -> dict[str, Value]:
    """Return every fact that answers itself, ``ja`` or ``nee``, for this person at this school."""
    return {
        key: _YES if person is not None and _is(question.known, person, school) else _NO
        for key, question in protocol.facts.items()
        if question.known is not None
    }


def questions_for(protocol: Protocol, keys: Iterable[str], known: Mapping[str, Value]) -> tuple[str, ...]:
    """Return the questions that are asked of a melder of whom this is known."""
    return tuple(key for key in keys if holds(known, protocol.question(key).when))


def _is(known: Known, person: Person, school: str) -> bool:
    post = person.post(school)
    title = _words(post.functie if post else "")
    return any(person.has(role, school) for role in known.rollen) or any(
        title[: len(words)] == words for words in map(_words, known.functie)
    )


def _words(title: str) -> list[str]:
    """A job title as words: "Directeur-bestuurder" and "waarnemend directeur bestuurder" are the same."""
    words = re.findall(r"\w+", title.casefold())
    return words[1:] if words[:1] and words[0] in _ACTING else words
