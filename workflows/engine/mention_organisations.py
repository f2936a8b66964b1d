"""Which words of a text belong to the name of a school, a foundation or a municipality; these name no person."""

from collections.abc import Iterator, Sequence

from workflows.engine.mention_capitals import INSTITUTIONS
from workflows.engine.mention_ordinary import FUNCTIONS, PARTICLES, TITLES
from workflows.engine.mention_tokens import Token

_ANY_TITLE = TITLES | FUNCTIONS
_FAR = 6  # no name of an organisation is longer, in words to either side
# In lower case these words say little about what follows: "op school Fatima".
_NOT_BEFORE = frozenset(
    ("school", "raad", "politie", "inspectie", "krant", "college", "lokaal", "zaal", "pro", "ministerie")
)


def organisations(tokens: Sequence[Token]) -> frozenset[int]:
    """Return the places of all words that belong to the name of a school, a foundation or a municipality."""
    found: set[int] = set()
    for at, token in enumerate(tokens):
        if token.key.rpartition("-")[2] not in INSTITUTIONS or token.kind != "word":
            continue
        if token.capital:
            found |= {at, *_leftward(tokens, at)}
        if token.capital or token.key not in _NOT_BEFORE:
            found |= set(_rightward(tokens, at))
    return frozenset(found)


def _leftward(tokens: Sequence[Token], at: int) -> Iterator[int]:
    end = max(at - _FAR, 0)
    while at > end and tokens[at].joined and (tokens[at - 1].capital or tokens[at - 1].key in PARTICLES):
        at -= 1
        if tokens[at].key in _ANY_TITLE or not (tokens[at].capital or _follows_capital(tokens, at)):
            return
        yield at


def _follows_capital(tokens: Sequence[Token], at: int) -> bool:
    near = range(at, max(at - 3, 0), -1)
    return any(tokens[back].joined and tokens[back - 1].capital for back in near)


def _rightward(tokens: Sequence[Token], at: int) -> Iterator[int]:
    linking = {"en", "voor", "van", "de", "der", "den", "het"}
    first = True
    for place in range(at + 1, min(at + 1 + _FAR, len(tokens))):
        token = tokens[place]
        if not token.joined or not (token.capital or (token.key in linking and not first)):
            return
        first = False
        yield place
