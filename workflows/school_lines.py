"""What may stand in the settings of a school, and how it is typed: hours, dates, terms, months, addresses.

Decides which words and shapes are right, and how the lines of one school go before those for all schools. It does not
know what follows from them, and reads no file.
"""

import re
from collections.abc import Callable
from datetime import date, time
from typing import Annotated, Any, Literal, TypeVar, get_args

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, StringConstraints, model_validator

from workflows.engine.calendar import HOUR, Hours
from workflows.engine.retention import MOST_MONTHS
from workflows.school_holiday import Region, school_year

Weekday = Literal["ma", "di", "wo", "do", "vr", "za", "zo"]
DAYS: tuple[Weekday, ...] = get_args(Weekday)
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_TIME = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")
_WHOLE = re.compile(r"[0-9]{1,3}")
_NUMBER = re.compile(r"\d{1,4}(\.\d{1,2})?")
_MOST_HOURS = 1000
_MOST_DAYS = 100
_BESIDE = ("vakanties", "studiedagen")
_PER_KEY = ("uren", "termijnen", "vrije_dagen", "bewaren")

T = TypeVar("T")


def _typed(read: Callable[[str], T], wanted: str) -> BeforeValidator:
    """Return what reads a value as it was typed, and says what was wanted when it cannot."""

    def taken(value: object) -> T:
        try:
            return read(value if isinstance(value, str) else "")
        except ValueError:
            raise ValueError(wanted) from None

    return BeforeValidator(taken)


def _match(pattern: re.Pattern[str], text: str) -> re.Match[str]:
    found = pattern.fullmatch(text.strip())
    if found is None:
        raise ValueError
    return found


def _date(text: str) -> date:
    return date.fromisoformat(_match(_DATE, text)[0])


def _time(text: str) -> time:
    return time.fromisoformat(_match(_TIME, text)[0].zfill(5))


def _hours(text: str) -> Hours | None:
    if text == "nee":
        return None
    opens, closes = map(_time, text.split("-", 1)) if "-" in text else (time(), time())
    if opens >= closes:
        raise ValueError
    return opens, closes


def _seconds(text: str) -> int:
    hours = float(_match(_NUMBER, text)[0])
    if not 0 < hours <= _MOST_HOURS:
        raise ValueError
    return round(hours * HOUR)


def _months(text: str) -> int:
    months = int(_match(_WHOLE, text)[0])
    if not 1 <= months <= MOST_MONTHS:
        raise ValueError
    return months


Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80)]
Email = Annotated[str, StringConstraints(strip_whitespace=True, to_lower=True, max_length=254)]
Date = Annotated[date, _typed(_date, "is a date, such as 2026-12-24")]
Time = Annotated[time, _typed(_time, "is a time, such as 8:30")]
Opening = Annotated[Hours | None, _typed(_hours, "is opening hours, such as 8:00-17:00, or nee")]
Term = Annotated[int, _typed(_seconds, f"is a number of working hours, more than 0 and at most {_MOST_HOURS}")]
Months = Annotated[int, _typed(_months, f"is a number of months, from 1 to {MOST_MONTHS}")]
Kept = Literal[
    "vertrouwelijk",
    "personeelsdossier",
    "leerlingdossier",
    "zonder_dossier",
    "publicatie",
    "pers",
    "controle",
    "ingetrokken",
    "oud_collega",
]


def _address(text: str) -> str:
    if re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", text) is None:
        raise ValueError("is an e-mail address")
    return text


def _or_none(value: object) -> object:
    return None if value == "" else value


def _or_empty(value: Any) -> Any:
    return {} if value is None else value


class Holiday(BaseModel):
    """A holiday of the school itself: instead of its region's of that name in that school year, or beside them."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    naam: Name
    van: Date
    tot: Date | None = None
    vervalt: Literal["ja", "nee"] = "nee"

    @property
    def key(self) -> tuple[str, int]:
        return self.naam.casefold(), school_year(self.van)

    @property
    def gone(self) -> bool:
        return self.vervalt == "ja"

    @model_validator(mode="after")
    def _in_order(self) -> "Holiday":
        if not self.gone and self.tot is None:
            raise ValueError("tot is missing")
        if self.tot is not None and not 0 <= (self.tot - self.van).days < _MOST_DAYS:
            raise ValueError(f"tot is not before van, and at most {_MOST_DAYS} days later")
        return self


def _each_once(given: tuple[Holiday, ...]) -> tuple[Holiday, ...]:
    keys = [one.key for one in given]
    for key in keys:
        if keys.count(key) > 1:
            raise ValueError(f"'{key[0]}' stands here twice in one school year")
    return given


class Lines(BaseModel):
    """The lines of one school; what is not given comes from those for all schools."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    regio: Annotated[Region | None, BeforeValidator(_or_none)] = None
    uren: dict[Weekday, Opening] = {}
    termijnen: dict[Literal["direct", "vandaag", "week"], Term] = {}
    # Algemene termijnenwet, article 3: 5 May is a public holiday of every year, Good Friday counts as one.
    goede_vrijdag: Literal["ja", "nee"] = "ja"
    vijf_mei: Literal["altijd", "lustrum", "nooit"] = "altijd"
    vakanties: Annotated[tuple[Holiday, ...], AfterValidator(_each_once)] = ()
    studiedagen: tuple[Date, ...] = ()
    vrije_dagen: dict[Date, Name] = {}
    overzicht: Time | None = None
    vangnet: tuple[Annotated[Email, AfterValidator(_address)], ...] = ()
    bewaren: dict[Kept, Months] = {}

    def under(self, own: "Lines") -> "Lines":
        """Return the lines of a school: its own go before these, and its days off come beside them."""
        common = self.model_fields_set & set(Lines.model_fields) - own.model_fields_set
        above: dict[str, Any] = {name: getattr(self, name) for name in common}
        above |= {name: {**getattr(self, name), **getattr(own, name)} for name in _PER_KEY}
        above |= {name: (*getattr(self, name), *getattr(own, name)) for name in _BESIDE}
        return own.model_copy(update=above)


class SchoolLines(Lines):
    """The whole file: lines for all schools, and those of each school by its name in the staff file."""

    scholen: Annotated[dict[Name, Annotated[Lines, BeforeValidator(_or_empty)]], BeforeValidator(_or_empty)] = {}
