"""Whether a text names somebody, and the same text with everybody else masked: for who asks what is held on them.

A name may be missed, so whoever gives it reads it first; the paper says so. A name that is masked without need is the
lesser fault. It loads nothing and knows no case.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from texts import say
from workflows.engine.mention_capitals import CAPITALS
from workflows.engine.mention_first_names import FIRST_NAMES
from workflows.engine.mention_last_names import LAST_NAMES
from workflows.engine.mention_ordinary import DEEDS, GRAMMAR, ORDINARY, PARTICLES, TITLES
from workflows.engine.mention_tokens import Token, fold, read
from workflows.engine.mentions import NOTHING_TYPED, Typed, mentions, typed_in
from workflows.engine.personal_data import spans

_ROUNDS = 5
_LEAST_ALIKE = 5
_CAPITAL = re.compile(r"\b[^\W\d_a-z][^\W\d_]{3,}")
_WORD = r"(?<![\w\[])(?P<word>[^\W\d_][\w'\u2019-]*)(?![\w\]])"
_VERBS = GRAMMAR & FIRST_NAMES | DEEDS  # ben, wil: as small letters they are hardly ever the name
_BETWEEN = GRAMMAR - FIRST_NAMES
_GAP = " \t\u00a0\u202f'\u2019"
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


def parts_of(name: str) -> frozenset[str]:
    """Return what tells of somebody in a name: every part but titles, initials and tussenvoegsels."""
    words = [one.key for one in read(name) if one.kind == "word" and len(one.key) > 1]
    telling = [key for key in words if key not in PARTICLES and key not in TITLES]
    return frozenset(part for key in (telling or words) for part in {key, *key.split("-")} if len(part) > 1)


def is_full_name(name: str) -> bool:
    """True for a first and a last name at least: fewer words, or ordinary ones, would look through all that is kept."""
    words = [one.key for one in read(name) if one.kind == "word" and len(one.key) > 1]
    return sum(_tells(key) for key in words if key not in PARTICLES and key not in TITLES) > 1


def _tells(key: str) -> bool:
    """False for an ordinary word that is no name as well: Boer and Bos are both."""
    return key in FIRST_NAMES or key in LAST_NAMES or key not in ORDINARY | CAPITALS


def named_in(text: str, parts: frozenset[str], email: str = "") -> str:
    """Return how surely the text names somebody: ``heel``, ``deel``, ``lijkt``, or nothing."""
    folded = fold(text)
    if not parts:
        return ""
    if email and email.lower() in folded:
        return "heel"
    if not any(part in folded for part in parts):  # of all that is held very little names one person
        return "lijkt" if any(_alike(word, part) for word in _CAPITAL.findall(text) for part in parts) else ""
    tokens = read(text)
    keys = {part for one in tokens for part in {one.key, *one.key.split("-"), _bare(one.key)}}
    if parts <= keys:
        return "heel"
    if any(_is_name(one, part) for one in tokens for part in parts) or _in_account(tokens, parts):
        return "deel"
    return "lijkt" if any(_alike(word, part) for word in _CAPITAL.findall(text) for part in parts) else ""


class Masks:
    """Masks everybody but one person, with the same placeholder for the same name throughout one paper."""

    def __init__(self, own: frozenset[str], email: str, staff: Iterable[str]) -> None:
        self._own, self._email = own, email.lower()
        self._staff = tuple(staff)
        others = [parts for name in self._staff if (parts := parts_of(name)) and not parts <= own]
        self._parts = [_with_tails(parts) for parts in others]
        self._colleagues = Colleagues(self._parts)
        self._given: dict[frozenset[str], str] = {}
        self._counts: dict[str, int] = {}

    def mask(self, text: str, typed: Typed = NOTHING_TYPED) -> str:
        """Return the text without others; *typed* is what was written beside it, which may tell what is a name."""
        told = typed | typed_in([text])
        shown = self._without_numbers(self._without_links(text))
        for _ in range(_ROUNDS):
            others = self._others(shown, told)
            whole = {phrase: one for phrase, one in self._colleagues.named(shown, others) if not self._is_own(phrase)}
            if not others and not whole:
                break
            for phrase in sorted(dict.fromkeys([*others, *whole]), key=len, reverse=True):
                shown = _replaced(shown, phrase, self._placeholder(phrase, whole.get(phrase)))
        for placeholder in set(self._given.values()):
            shown = self._with_neighbours(shown, placeholder)
        return shown

    def _with_neighbours(self, text: str, placeholder: str) -> str:
        """Take in the capitals beside a name that are ordinary words by themselves: Piet Jansen, Kevin Bos."""
        for beside in (rf"{_WORD}[ \u00a0]+{re.escape(placeholder)}", rf"{re.escape(placeholder)}[ \u00a0]+{_WORD}"):
            for _ in range(_ROUNDS):
                changed = re.sub(beside, lambda one: placeholder if self._belongs(one) else one.group(), text)
                if changed == text:
                    break
                text = changed
        return text

    def _belongs(self, found: "re.Match[str]") -> bool:
        word, before = found.group("word"), found.string[: found.start("word")].rstrip(" \u00a0\"'(")
        key = fold(word)
        if not word[0].isupper() or key in TITLES or key in PARTICLES or self._is_own(word):
            return False
        return key in FIRST_NAMES or not (not before or before[-1] in ".!?:\n")

    def _others(self, text: str, typed: Typed) -> list[str]:
        found = mentions(text, staff=self._staff, known=typed)
        return [one for one in found if not self._is_own(one) and "[" not in one]

    def _is_own(self, phrase: str) -> bool:
        if fold(phrase) == self._email and self._email:
            return True
        parts = parts_of(phrase)
        return bool(parts) and all(part in self._own or _bare(part) in self._own for part in parts)

    def _without_links(self, text: str) -> str:
        shown, last = [], 0
        for one in read(text):
            if one.kind not in ("link", "handle") or self._is_own_mail(one.text):
                continue
            word = "link" if one.kind == "link" else "mail" if _MAIL.fullmatch(one.text) else "account"
            shown += [text[last : one.start], say(f"rights.mask_{word}")]
            last = one.end
        return "".join([*shown, text[last:]])

    def _without_numbers(self, text: str) -> str:
        shown, last = [], 0
        for begin, end, sort in spans(text):
            if not self._is_own_mail(text[begin:end]):
                shown += [text[last:begin], say(f"rights.mask_{'mail' if sort == 'e_mail' else sort}")]
                last = end
        return "".join([*shown, text[last:]])

    def _is_own_mail(self, text: str) -> bool:
        return bool(self._email) and text.lower() == self._email

    def _placeholder(self, phrase: str, whose: frozenset[str] | None) -> str:
        """Return what stands for a name: the same for what may be the same person."""
        parts = parts_of(phrase) or frozenset({fold(phrase)})
        colleague = whose or next((one for one in self._parts if parts <= one), None)
        if colleague is not None:
            return self._numbered(colleague, "colleague")
        before = next((one for one in self._given if parts <= one or one <= parts), None)
        return self._given[before] if before is not None else self._numbered(parts, "person")

    def _numbered(self, parts: frozenset[str], sort: str) -> str:
        if parts not in self._given:
            self._counts[sort] = self._counts.get(sort, 0) + 1
            self._given[parts] = say(f"rights.mask_{sort}", number=self._counts[sort])
        return self._given[parts]


class Colleagues:
    """Finds colleagues, in capitals or not: by two parts of a name side by side, and by one that is like d'Hondt."""

    def __init__(self, parts: Iterable[frozenset[str]]) -> None:
        self._parts = tuple(parts)
        self._having: dict[str, set[int]] = defaultdict(set)
        for number, one in enumerate(self._parts):
            for part in one - _BETWEEN:
                self._having[part].add(number)

    def named(self, text: str, mentioned: Iterable[str]) -> Iterator[tuple[str, frozenset[str]]]:
        """Yield each such name as it stands there, with all parts of that colleague's name.

        What is *mentioned* is a name already, so what is beside it is one too; else a verb in small letters is none.
        """
        tokens = read(text)
        known = {token.key for phrase in mentioned for token in read(phrase)}
        for at in range(len(tokens)):
            last, whose = self._walk(text, tokens, at)
            name = tokens[at : last + 1]
            sure = not known.isdisjoint(one.key for one in name) or not any(map(_is_verb, name))
            if whose and sure and (last > at or _is_joined(name[0])):
                yield text[name[0].start : name[-1].end], self._parts[min(whose)]

    def _walk(self, text: str, tokens: tuple[Token, ...], at: int) -> tuple[int, set[int]]:
        """Return where the name ends that begins here, over tussenvoegsels, and whose it can be."""
        last, whose, place = at, self._whose(tokens[at]), at + 1
        while whose and place < len(tokens) and _beside(text, tokens[place - 1], tokens[place]):
            both = whose & self._whose(tokens[place])
            if both and tokens[place].key != tokens[last].key:
                last, whose = place, both
            elif not self._between(tokens[place].key, whose):
                break
            place += 1
        return last, whose

    def _between(self, key: str, whose: set[int]) -> bool:
        """True for a tussenvoegsel, and for the word of grammar that one of these has in the name: Tom in 't Veld."""
        if {key, key.rstrip("."), f"'{key}", f"{key}'"} & PARTICLES:
            return True
        return key in _BETWEEN and any(key in self._parts[one] for one in whose)

    def _whose(self, token: Token) -> set[int]:
        forms = {token.key, _bare(token.key), *token.key.split("-")}
        return {number for one in forms for number in self._having.get(one, ())}


def _with_tails(parts: frozenset[str]) -> frozenset[str]:
    """The parts, and Hondt of d'Hondt, which is written in both ways."""
    return parts | {tail for part in parts if len(tail := part.rpartition("'")[2]) > 1}


def _beside(text: str, left: Token, right: Token) -> bool:
    """True when only a space stands between, or the apostrophe of 't Hart, which no word of ``read`` begins with."""
    return not text[left.end : right.start].strip(_GAP)


def _is_joined(token: Token) -> bool:
    """True for d'Hondt and d'Hondts, not for Visser's."""
    return "'" in _bare(token.key)


def _is_verb(token: Token) -> bool:
    return token.key in _VERBS and not token.capital


def _replaced(text: str, phrase: str, placeholder: str) -> str:
    return re.sub(rf"(?<!\w){re.escape(phrase)}(?!\w)", lambda _: placeholder, text, flags=re.IGNORECASE)


def _bare(key: str) -> str:
    """Without the s of a possessive: Sannes, Sanne's."""
    return key.removesuffix("s").rstrip("'")


def _is_name(token: Token, part: str) -> bool:
    """True when a word is that part of the name; one that is an ordinary word too only with a capital."""
    if part not in {token.key, _bare(token.key), *token.key.split("-")} or len(part) < 3:
        return False
    return part not in ORDINARY or token.capital


def _in_account(tokens: Iterable[Token], parts: frozenset[str]) -> bool:
    """True when a handle or link holds a part of the name: @sanne.bakker_1."""
    accounts = [one.key for one in tokens if one.kind in ("handle", "link")]
    return any(part in key for key in accounts for part in parts if len(part) >= _LEAST_ALIKE)


def _alike(word: str, part: str) -> bool:
    """True for a name with one letter wrong, left out or too many: long names only."""
    if min(len(word), len(part)) < _LEAST_ALIKE or abs(len(word) - len(part)) > 1:
        return False
    key = fold(word)
    if key in ORDINARY:
        return False
    short, long = sorted((key, part), key=len)
    at = next((place for place, letter in enumerate(short) if letter != long[place]), len(short))
    return short[at + 1 :] == long[at + 1 :] if len(short) == len(long) else short[at:] == long[at + 1 :]
