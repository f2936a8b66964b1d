"""The rules by which a word seems to name a person: each is one function over a word and what stands around it.

They look at shape and at lists, not at meaning, so they may be wrong either way. Words of an organisation's name
(Laurens Lyceum, Stichting Kluif) and names of platforms never name a person.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from workflows.engine.mention_capitals import CAPITALS, PLACE_ENDS, PLACES, PLATFORMS, THING_ENDS
from workflows.engine.mention_first_names import FIRST_NAMES
from workflows.engine.mention_last_names import LAST_NAMES
from workflows.engine.mention_links import is_handle, leads_to_account, link_parts
from workflows.engine.mention_ordinary import (
    ARTICLES,
    BEFORE_PLACES,
    BEINGS,
    CAPITAL_PARTICLES,
    DEEDS,
    FUNCTIONS,
    GRAMMAR,
    NAMES_TOO,
    ORDINARY,
    PARTICLES,
    STRONG_PARTICLES,
    TITLES,
)
from workflows.engine.mention_tokens import Token, fold

_NAMES = FIRST_NAMES | LAST_NAMES
_NO_NAME = ORDINARY | CAPITALS
_NO_INITIALS = frozenset(("p.s.", "n.b.", "b.v.", "n.v.", "v.o.f.", "a.u.b.", "m.r."))
_NO_PERSON = CAPITALS - PLACES
_SURE_NAMES = FIRST_NAMES - _NO_NAME
_ANY_TITLE = TITLES | FUNCTIONS
_LONG_PLATFORMS = tuple(name for name in PLATFORMS if len(name) > 5)
_ENDS = PLACE_ENDS + THING_ENDS
# Behind these and a colon or a quotation mark stands the name of an account.
_CUES = frozenset(("account", "accountnaam", "profiel", "gebruiker", "gebruikersnaam", "bijnaam", "genaamd", "kanaal"))
_LEADS = frozenset(("van", "met", "over", "door", "dat", "of", "op", "aan", "en", "om"))  # "over nisa uit 3c"
_MANY = ("en", "s", "er", "je")
_CLASSES = frozenset(("havo", "vwo", "mavo", "vmbo", "klas", "groep", "brugklas", "atheneum", "gymnasium", "leerjaar"))


@dataclass(frozen=True, kw_only=True)
class Look:
    """A text in pieces, and what is known beforehand: names, handles, and pieces that belong to an organisation."""

    tokens: Sequence[Token]
    names: frozenset[str]
    accounts: frozenset[str]
    quiet: frozenset[int]

    def before(self, at: int) -> Token | None:
        """The piece before, when only a space stands between."""
        return self.tokens[at - 1] if at and self.tokens[at].joined else None

    def after(self, at: int) -> Token | None:
        """The piece behind, when only a space stands between."""
        following = self.tokens[at + 1] if at + 1 < len(self.tokens) else None
        return following if following and following.joined else None

    def head(self, at: int) -> int | None:
        """Where the piece stands that comes before this one and before the tussenvoegsels between them."""
        for back in range(at, max(at - 4, -1), -1):
            before = self.before(back)
            if before is None or before.key not in PARTICLES:
                return back - 1 if before else None
        return None


def names_somebody(look: Look, at: int) -> bool:
    """Tell whether the piece at this place seems to name a person."""
    token = look.tokens[at]
    if token.kind == "link":
        return leads_to_account(token.text) or bool(link_parts(token.text) & look.accounts)
    if token.kind == "handle":
        return token.key.lstrip("@") in look.accounts or is_handle(token) or _cued(look, at)
    if token.kind == "initials" or (len(token.key) == 1 and token.capital):
        return token.key not in _NO_INITIALS and _has_title(look, at, _ANY_TITLE)
    if at in look.quiet or _of_platform(token.key):
        return False
    return any(
        rule(look, at)
        for rule in (_listed, _titled, _initialled, _particled, _in_lists, _run_together, _stranger, _cued)
    )


def forms(token: Token) -> frozenset[str]:
    """Return what a word can stand for: without the 's of a possessive, and each half of a hyphen."""
    bare = token.key.removesuffix("'").removesuffix("'s")
    found = {bare, *bare.split("-")}
    if token.capital and len(bare) > 3 and bare.endswith("s") and bare[:-1] in FIRST_NAMES:
        found.add(bare[:-1])
    return frozenset(found)


def is_common(token: Token) -> bool:
    """Tell whether a word with a capital that stands alone says nothing: Ja, Instagram, Onbekend."""
    return token.key in CAPITALS or (token.key in ORDINARY and token.key not in _NAMES)


def _of_platform(key: str) -> bool:
    first = key.partition("-")[0].partition("'")[0]
    return first in PLATFORMS or key.startswith(_LONG_PLATFORMS)


def _listed(look: Look, at: int) -> bool:
    """A colleague, or somebody whose name was typed in this case."""
    token = look.tokens[at]
    found = (forms(token) & look.names) | ({token.key} & look.accounts)
    telling = found - _NO_NAME
    if not found or not token.capital or token.shouts:
        return any(len(one) > 2 for one in telling)
    if token.opens:
        return bool(telling) or _acts(look, at)
    return bool(found - PLACES) or not _in_place(look, at)


def _titled(look: Look, at: int) -> bool:
    """Mevrouw De Wit, juf roos, leerling Kowalczyk; but not docent Nederlands."""
    token = look.tokens[at]
    known = bool(forms(token) & _NAMES)
    if token.key in PARTICLES:
        return False
    if _has_title(look, at, TITLES):
        return token.capital or (known and token.key not in GRAMMAR)
    known = known or token.key in NAMES_TOO
    plain = token.key in _NO_PERSON or (token.key in ORDINARY and not known)
    return token.capital and not token.shouts and not plain and _has_title(look, at, FUNCTIONS)


def _has_title(look: Look, at: int, titles: frozenset[str]) -> bool:
    head = look.head(at)
    return head is not None and look.tokens[head].key in titles


def _initialled(look: Look, at: int) -> bool:
    """J. de Vries."""
    token, head = look.tokens[at], look.head(at)
    if head is None or look.tokens[head].kind != "initials" or look.tokens[head].key in _NO_INITIALS:
        return False
    return _may_be_name(token)


def _may_be_name(token: Token) -> bool:
    if not token.capital or token.shouts or token.key in PARTICLES:
        return False
    return bool(forms(token) & LAST_NAMES) or token.key not in _NO_NAME


def _particled(look: Look, at: int) -> bool:
    """Van den Berg, el Amrani, De Wildeboer; but not den Haag."""
    token, before = look.tokens[at], look.before(at)
    if before is None or not _may_be_name(token) or token.key in PLACES:
        return False
    capital = before.capital and not before.opens and before.key in CAPITAL_PARTICLES
    head = look.head(at)
    in_place = head is not None and look.tokens[head].key in BEFORE_PLACES
    return before.key in STRONG_PARTICLES or (capital and not in_place)


def _in_lists(look: Look, at: int) -> bool:
    """A first or last name that is common in the Netherlands."""
    token = look.tokens[at]
    found = _named_forms(token)
    telling = found - ORDINARY
    if not token.capital:
        return token.key in telling and len(token.key) > 2
    if token.shouts:
        return any(len(one) > 3 for one in telling)
    if token.opens:
        return bool(telling) or (bool(found) and _acts(look, at))
    return bool(telling) or (bool(found) and not _is_described(look, at))


def _named_forms(token: Token) -> frozenset[str]:
    found = forms(token) & _NAMES
    double = len(found) > 1 and token.capital and "-" in token.key  # Mei-Lin
    return found if double else found - CAPITALS


def _is_described(look: Look, at: int) -> bool:
    """De Lange Gang."""
    before, after = look.before(at), look.after(at)
    return before is not None and before.key in ARTICLES and after is not None and after.capital


def _acts(look: Look, at: int) -> bool:
    """An ordinary word at the start of a sentence is a name when what follows shows it: Mark heeft, Roos van Dijk."""
    after = look.after(at)
    if after is None:
        return False
    if after.capital:
        return _may_be_name(after) and not forms(after) & FIRST_NAMES
    if after.key in ("van", "de", "den", "der", "el", "ten", "ter"):
        last = next((one for one in look.tokens[at + 2 : at + 5] if one.key not in PARTICLES), after)
        return _may_be_name(last) and not forms(last) & FIRST_NAMES
    is_first = bool(forms(look.tokens[at]) & FIRST_NAMES)
    return (is_first and after.key in BEINGS) or _does(look, at)


def _and_another(look: Look, at: int) -> bool:
    """Sem en Daan."""
    beyond = look.after(at + 1)
    return look.tokens[at + 1].key == "en" and beyond is not None and beyond.capital and bool(forms(beyond) & _NAMES)


def _does(look: Look, at: int) -> bool:
    """Achterberg zegt, Kowalczyk uit 3b, Kimberley en haar moeder."""
    after, beyond = look.after(at), look.after(at + 1)
    if after is None:
        return False
    with_kin = after.key == "en" and beyond is not None and beyond.key in ("zijn", "haar", "diens", "hun")
    return with_kin or after.key in DEEDS or _in_class(look, at) or _and_another(look, at)


def _in_class(look: Look, at: int) -> bool:
    """Kowalczyk uit 3b."""
    after = look.after(at)
    if after is None or after.key not in ("uit", "van") or at + 2 >= len(look.tokens):
        return False
    key = look.tokens[at + 2].key
    return key in _CLASSES or (key[0].isdigit() and key[-1].isalpha() and len(key) < 4)


def _stranger(look: Look, at: int) -> bool:
    """A capital in the middle of a sentence, of a word that is no known place, people, thing or organisation."""
    token = look.tokens[at]
    if token.text.islower() and not _has_digit(token.key):
        before = look.before(at)
        leads = before is not None and before.key in _LEADS
        return leads and _in_class(look, at) and token.key not in _NO_NAME and not token.key.endswith(_MANY)
    if not token.capital or token.shouts or not token.text[1:].islower() or _has_digit(token.key):
        return False
    if token.opens:
        common = token.key in _NO_NAME or token.key.endswith(("en", "s", "lijk", "baar", "ig", *THING_ENDS))
        return not common and _does(look, at)
    return not _is_thing(token) and not _after_thing(look, at)


def _run_together(look: Look, at: int) -> bool:
    """#JusticeForFatima."""
    token = look.tokens[at]
    if token.shouts or token.text[1:].islower():
        return False
    parts = re.findall(r"[A-Z][a-z]{3,}", token.text)
    return len(parts) > 1 and any(fold(part) in _SURE_NAMES for part in parts)


def _cued(look: Look, at: int) -> bool:
    """Het account "roddelkoningin"; a domain is no account."""
    token = look.tokens[at]
    if not at or look.tokens[at - 1].key not in _CUES or token.capital:
        return False
    dotted = token.kind == "handle" and not token.key.endswith((".nl", ".com", ".org", ".be"))
    return dotted or (token.kind == "word" and token.opens and token.key not in _NO_NAME)


def _is_thing(token: Token) -> bool:
    bare = token.key.removesuffix("'s")
    halves = bare.split("-")
    return bare in _NO_NAME or halves[0] in _NO_NAME or halves[-1].endswith(_ENDS)


def _after_thing(look: Look, at: int) -> bool:
    before = look.before(at)
    if before is None:
        return False
    named = before.capital and not before.opens and before.key in CAPITALS
    return named or before.key in ARTICLES or _in_place(look, at)


def _in_place(look: Look, at: int) -> bool:
    before = look.before(at)
    return before is not None and before.key in BEFORE_PLACES


def _has_digit(key: str) -> bool:
    return any(letter.isdigit() for letter in key)
