"""Which words of a text seem to name a person, so that who sends it to everybody can look at them once more.

It may be wrong either way and only warns: it must never change a text, refuse it, or say that a text names nobody.
What is measured, and what it cannot, stands in ``docs/namen.md``. It reads no file and remembers nothing.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from workflows.engine.mention_links import link_parts, names_in_handle, tells
from workflows.engine.mention_ordinary import CAPITAL_PARTICLES, PARTICLES, STRONG_PARTICLES, TITLES
from workflows.engine.mention_organisations import organisations
from workflows.engine.mention_rules import Look, is_common, names_somebody
from workflows.engine.mention_tokens import Token, fold, read

_NOBODY: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Typed:
    """The names and accounts in what was typed in a case: read once, for all the texts of that case."""

    names: frozenset[str] = _NOBODY
    accounts: frozenset[str] = _NOBODY

    def __or__(self, other: "Typed") -> "Typed":
        return Typed(names=self.names | other.names, accounts=self.accounts | other.accounts)


NOTHING_TYPED = Typed()


def typed_in(texts: Iterable[str]) -> Typed:
    """Return the names and accounts in texts, links and handles that people typed."""
    written = tuple(texts)
    return Typed(
        names=_NOBODY.union(*(_names_typed(one) for one in written)),
        accounts=_NOBODY.union(*(_accounts_typed(one) for one in written)),
    )


def mentions(
    text: str, *, staff: Iterable[str] = (), typed: Iterable[str] = (), known: Typed = NOTHING_TYPED
) -> tuple[str, ...]:
    """Return the words of *text* that seem to name a person, as they stand there, in order and each once.

    *staff* are full names of colleagues; *typed* is what people typed in this case: texts, links and handles. *known*
    is the same, for who looks at several texts of one case.
    """
    known |= typed_in(typed)
    names = _names_of(_near(text, staff)) | known.names
    found: dict[str, str] = {}
    for phrase in _phrases(text, names, known.accounts):
        found.setdefault(fold(phrase), phrase)
    return tuple(found.values())


def _near(text: str, staff: Iterable[str]) -> Iterator[str]:
    """Yield the names of which some part stands in the text: of ten thousand colleagues it is about very few."""
    words = fold(text)
    return (name for name in staff if any(part in words for part in fold(name).replace("-", " ").split()))


def _names_of(staff: Iterable[str]) -> frozenset[str]:
    return _NOBODY.union(*(_telling(read(name)) for name in staff))


def _telling(tokens: Iterable[Token]) -> frozenset[str]:
    """Return what tells of somebody in a full name: every part but titles, initials and tussenvoegsels."""
    words = [token for token in tokens if token.kind == "word" and token.key not in TITLES and len(token.key) > 1]
    telling = [one for at, one in enumerate(words) if one.key not in PARTICLES or (not at and one.key == "ben")]
    return frozenset(part for one in telling for part in {one.key, *one.key.split("-")} if len(part) > 1)


def _names_typed(text: str) -> frozenset[str]:
    """Return the names in what somebody typed; a few words that all have a capital are a name by themselves."""
    tokens = read(text)
    found = {part for phrase in _phrases(text, _NOBODY, _NOBODY) for part in _telling(read(phrase))}
    found |= {name for token in tokens if token.kind in ("handle", "link") for name in names_in_handle(token.key)}
    if len(tokens) <= 4 and all(token.capital or token.key in PARTICLES for token in tokens):
        found |= _telling(token for token in tokens if not is_common(token))
    return frozenset(found)


def _accounts_typed(text: str) -> frozenset[str]:
    tokens = read(text)
    links = [part for token in tokens if token.kind == "link" for part in link_parts(token.text)]
    handles = [token.key.lstrip("@") for token in tokens if token.kind == "handle"]
    return frozenset([*links, *filter(tells, handles)])


def _phrases(text: str, names: frozenset[str], accounts: frozenset[str]) -> Iterator[str]:
    """Yield each mention, with the names and tussenvoegsels that belong together as one."""
    tokens = read(text, accounts)
    look = Look(tokens=tokens, names=names, accounts=accounts, quiet=organisations(tokens))
    named = [names_somebody(look, at) for at in range(len(tokens))]
    done = -1
    for at in range(len(tokens)):
        if named[at] and at > done:
            first, done = max(_first(look, at), done + 1), _last(tokens, named, at)
            yield text[tokens[first].start : tokens[done].end]


def _last(tokens: tuple[Token, ...], named: list[bool], at: int) -> int:
    """Walk to the right over names, and over tussenvoegsels that stand before a name."""
    last = at
    while at + 1 < len(tokens) and tokens[at + 1].joined and (named[at + 1] or tokens[at + 1].key in PARTICLES):
        at += 1
        last = at if named[at] else last
    return last


def _first(look: Look, at: int) -> int:
    """Walk to the left over initials and tussenvoegsels that can only belong to this name."""
    head = look.head(at)
    if head is not None and look.tokens[head].kind == "initials":
        return head
    start = at if head is None else head + 1
    if head is not None and look.tokens[head].key in TITLES:
        return start
    return next((place for place in range(start, at) if _tight(look, place, at)), at)


def _tight(look: Look, place: int, at: int) -> bool:
    """De Groot, van den Berg: no sentence has these words here when no name follows."""
    first = look.tokens[place]
    strong = any(one.key in STRONG_PARTICLES for one in look.tokens[place:at])
    capital = first.capital and not first.opens and first.key in CAPITAL_PARTICLES
    return capital or (strong and not any(one.capital for one in look.tokens[place:at]))
