"""How long a case is kept after it ended: the rules with their terms, which one holds, and the day on which it is over.

Pure: it reads no clock and no settings. It decides nothing about a hold or an announcement, only the days they need.
The source of a rule is a sentence in ``texts`` (``retention.source.<key>``), because people read it beside the term.
"""

from calendar import monthrange
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from types import MappingProxyType

from workflows.engine.calendar import AMSTERDAM
from workflows.engine.case import Case
from workflows.engine.conditions import is_fast

ANNOUNCED = timedelta(days=30)
MOST_MONTHS = 240
ENDED = ("closed", "withdrawn")
CONFIDENTIAL, WITHDRAWN, PLAIN = "vertrouwelijk", "ingetrokken", "zonder_dossier"
LEFT = "oud_collega"  # of no case: the name of who left
_FILED: Mapping[str, str] = MappingProxyType({"personeel": "personeelsdossier", "leerling": "leerlingdossier"})

# keeps: the dossiers, and who left; the other terms are a choice, as their sources say (docs/decisions/0026)
MONTHS: Mapping[str, int] = MappingProxyType(
    {
        CONFIDENTIAL: MOST_MONTHS,
        "personeelsdossier": 24,
        "leerlingdossier": 24,
        PLAIN: 12,
        "publicatie": 12,
        "pers": 12,
        "controle": 12,
        WITHDRAWN: 3,
        LEFT: 24,
    }
)


@dataclass(frozen=True, kw_only=True)
class Rule:
    """Why a case is kept, and for how many months after it ended."""

    key: str
    months: int

    @property
    def name(self) -> str:
        """The key of what people call it."""
        return f"retention.name.{self.key}"

    @property
    def source(self) -> str:
        """The key of the sentence that says what the term rests on."""
        return f"retention.source.{self.key}"


@dataclass(frozen=True, kw_only=True)
class Retention:
    """The terms of all schools: those of a school by name, and those of all others."""

    default: Mapping[str, int] = field(default_factory=lambda: MONTHS)
    schools: Mapping[str, Mapping[str, int]] = field(default_factory=dict)

    def of(self, school: str) -> tuple[Rule, ...]:
        """Return the rules of a school with its terms."""
        months = self.schools.get(school, self.default)
        return tuple(Rule(key=key, months=months.get(key, usual)) for key, usual in MONTHS.items())


def rule_of(rules: Collection[Rule], cases: Collection[Case], dossiers: Iterable[str]) -> Rule:
    """Return the rule that holds for a case and what was merged into it: of several the longest.

    *cases* begins with the case itself; *dossiers* are the types of what was filed from any of them.
    """
    wanted = _keys(cases, frozenset(dossiers))
    return max((rule for rule in rules if rule.key in wanted), key=lambda rule: rule.months)


def until(closed_at: datetime, months: int) -> date:
    """Return the last day on which a case is kept."""
    return last_day(closed_at.astimezone(AMSTERDAM).date(), months)


def last_day(since: date, months: int) -> date:
    """Return the day that many months later; a month without that day ends on its last one."""
    years, month = divmod(since.month - 1 + months, 12)
    year, month = since.year + years, month + 1
    return date(year, month, min(since.day, monthrange(year, month)[1]))


def announced(last: date, today: date) -> date:
    """Return the last day of what is announced today: never before everybody had their time."""
    return max(last, today + ANNOUNCED)


def is_near(last: date, today: date) -> bool:
    """True when it is time to announce that a case will be destroyed."""
    return last <= today + ANNOUNCED


def _keys(cases: Collection[Case], dossiers: frozenset[str]) -> frozenset[str]:
    found = {CONFIDENTIAL for one in cases if is_fast(one)} | {_FILED[type_] for type_ in dossiers if type_ in _FILED}
    return frozenset(found or {_plain(next(iter(cases)))})


def _plain(case: Case) -> str:
    """The rule of what left no dossier: by how it ended, then by what it was."""
    if case.state == "withdrawn":
        return WITHDRAWN
    return case.kind if case.kind in MONTHS else PLAIN
