"""Which personal data a text seems to hold: by their shape alone, so it may be wrong either way and only warns.

It looks for what a stranger can use: telephone number, e-mail address, burgerservicenummer (with its eleven-test),
home address, and a bank account.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

_PHONE = re.compile(r"(?<![\w])(?:\+31|0031|0)[\s\-()]*[1-9](?:[\s\-()]*\d){7,8}(?!\d)")
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_NINE = re.compile(r"(?<![\d+])\d(?:[ .]?\d){8}(?!\d)")
_POSTCODE = re.compile(r"\b[1-9]\d{3}\s?(?!SA|SD|SS)[A-Z]{2}\b")
_STREET = re.compile(r"\b[A-Z][\w'-]*(?:straat|laan|weg|plein|gracht|kade|dijk|hof|singel|pad)\s+\d{1,4}[a-z]?\b")
_ACCOUNT = re.compile(r"\bNL\d{2}\s?[A-Z]{4}(?:\s?\d){10}\b")
_WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2, -1)


def personal_data(text: str) -> tuple[str, ...]:
    """Return what the text seems to hold, each sort once: telefoon, e_mail, bsn, adres, rekening."""
    without_account = _ACCOUNT.sub(" ", text)  # its digits are no telephone number
    return tuple(sort for sort, finds in _SORTS.items() if finds(text if sort == "rekening" else without_account))


def spans(text: str) -> list[tuple[int, int, str]]:
    """Return where such data stands, from left to right and without overlap: begin, end and sort."""
    patterns = {"rekening": _ACCOUNT, "e_mail": _MAIL, "telefoon": _PHONE, "bsn": _NINE, "adres": _POSTCODE}
    found = [(one.start(), one.end(), sort) for sort, each in patterns.items() for one in each.finditer(text)]
    found += [(one.start(), one.end(), "adres") for one in _STREET.finditer(text)]
    apart: list[tuple[int, int, str]] = []
    for begin, end, sort in sorted(found, key=lambda one: (one[0], -one[1])):
        if not apart or begin >= apart[-1][1]:
            apart.append((begin, end, sort))
    return apart


def _bsn(text: str) -> bool:
    return any(_passes(re.sub(r"\D", "", found)) for found in _NINE.findall(text))


def _passes(digits: str) -> bool:
    """The eleven-test, which one number in eleven passes by chance; a telephone number begins with a zero."""
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, digits, strict=True))
    return total % 11 == 0 and digits != "0" * 9 and not (digits.startswith("0") and _PHONE.fullmatch(digits))


def _any_of(*patterns: re.Pattern[str]) -> Callable[[str], bool]:
    def finds(text: str) -> bool:
        return any(pattern.search(text) for pattern in patterns)

    return finds


_SORTS: Mapping[str, Callable[[str], bool]] = MappingProxyType(
    {
        "telefoon": _any_of(_PHONE),
        "e_mail": _any_of(_MAIL),
        "bsn": _bsn,
        "adres": _any_of(_POSTCODE, _STREET),
        "rekening": _any_of(_ACCOUNT),
    }
)


def words_in(text: str, words: tuple[str, ...]) -> Iterator[str]:
    """Yield those words that stand in the text as whole words, whatever their capitals."""
    for word in words:
        if re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text, re.IGNORECASE):
            yield word
