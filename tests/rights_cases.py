"""Everybody who can stand to a case in some way, in cases of every sort: what the page of rights and its test go by.

One school, sixteen people and three cases of each sort: in ``breed`` most were asked something, in ``smal`` only the
leidinggevende was, and in ``zelf`` the melder posted it. It asks the policy and decides nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from types import MappingProxyType

from workflows.engine.case import Assignee, Case, Fact, Round, Value
from workflows.engine.errors import NotAllowedError
from workflows.engine.person import Circle
from workflows.engine.policy import Verb, may
from workflows.engine.protocol import Protocol

SCHOOL, OTHER_SCHOOL = "De Regenboog", "De Vlieger"
STAFF = MappingProxyType(
    {
        "sanne": "",
        "ingrid": "",
        "bas": "",
        "marjan": "directie",
        "henk": "bestuur",
        "fatima": "manager_hrm",
        "joris": "",
        "lotte": "",
        "peter": "vertrouwenspersoon",
        "wim": "",
        "yara": "beheerder",
        "ruud": "toezicht",
        "noor": "",
        "tessa": "directie",
        "esra": "pr",
        "karel": "fg",
    }
)
ELSEWHERE, GONE = "tessa", "noor"
MELDER, LEADER, SUBJECT, INVOLVED, SELF_POSTER = "sanne", "ingrid", "joris", "wim", "lotte"


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One person who was asked something in the case ``breed``, and as what."""

    who: str
    role: str
    open: bool = False
    reason: str = "route.role"


ASKED = (
    Asked(who="marjan", role="directie", open=True),
    Asked(who="bas", role="directie", open=True, reason="route.deputy"),
    Asked(who="lotte", role="genoemd", open=True),
    Asked(who="yara", role="beheerder", open=True, reason="route.last"),
    Asked(who="henk", role="bestuur"),
    Asked(who="fatima", role="manager_hrm"),
    Asked(who="esra", role="pr"),
    Asked(who="karel", role="fg"),
    Asked(who="peter", role="vertrouwenspersoon"),
    Asked(who="joris", role="leidinggevende"),
    Asked(who="wim", role="leidinggevende"),
    Asked(who="noor", role="leidinggevende"),
)


@dataclass(frozen=True, kw_only=True)
class Relation:
    """How somebody stands to a case: a row of the page."""

    label: str
    group: str
    who: str


def _rows(group: str, *rows: tuple[str, str]) -> tuple[Relation, ...]:
    return tuple(Relation(label=label, group=group, who=who) for who, label in rows)


RELATIONS = (
    *_rows("breed", ("sanne", "Melder")),
    *_rows("zelf", (SELF_POSTER, "Melder die het zelf plaatste")),
    *_rows(
        "breed",
        ("joris", "Plaatser"),
        ("wim", "Betrokkene"),
    ),
    *_rows("smal", ("ingrid", "Leidinggevende, taak open")),
    *_rows(
        "breed",
        ("ingrid", "Leidinggevende die de zaak doorgaf"),
        ("lotte", "Collega, genoemd voor één taak die open staat"),
        ("marjan", "Directie van de school, taak open"),
        ("bas", "Vervanger van de directie, taak open"),
    ),
    *_rows("smal", ("marjan", "Directie van de school, niets gevraagd")),
    *_rows("breed", ("tessa", "Directie van een andere school")),
    *_rows("breed", ("henk", "Bestuur, eerder gevraagd")),
    *_rows("smal", ("henk", "Bestuur, niets gevraagd"), ("ruud", "Toezichthouder, niets gevraagd")),
    *_rows("breed", ("fatima", "Manager HRM, eerder gevraagd")),
    *_rows("smal", ("fatima", "Manager HRM, niets gevraagd")),
    *_rows("breed", ("esra", "PR, eerder gevraagd")),
    *_rows("smal", ("esra", "PR, niets gevraagd")),
    *_rows("breed", ("karel", "FG, eerder gevraagd")),
    *_rows("smal", ("karel", "FG, niets gevraagd")),
    *_rows("breed", ("peter", "Vertrouwenspersoon, eerder gevraagd")),
    *_rows("smal", ("peter", "Vertrouwenspersoon, niets gevraagd")),
    *_rows("breed", ("yara", "Beheerder, gevraagd omdat er niemand anders is")),
    *_rows("smal", ("yara", "Beheerder, niets gevraagd")),
    *_rows("smal", ("bas", "Collega die er niets mee te maken heeft")),
    *_rows("breed", ("noor", "Collega die gevraagd was en nu uit dienst is")),
)
GROUPS = tuple(dict.fromkeys(one.group for one in RELATIONS))


@dataclass(frozen=True, kw_only=True)
class Sort:
    """A sort of case: one table of the page."""

    title: str
    protocol: str
    kind: str
    task: str
    facts: Mapping[str, Value] = field(default_factory=dict)
    restricted: bool = False


_PARENT: Mapping[str, Value] = MappingProxyType({"plaatser": "ouder"})
_COLLEAGUE: Mapping[str, Value] = MappingProxyType({"plaatser": "medewerker"})
_FAST: Mapping[str, Value] = MappingProxyType({"plaatser": "ouder", "zedenvermoeden": "ja"})
SORTS = (
    Sort(title="Een melding", protocol="scala", kind="ontsporing", task="strategie", facts=_PARENT),
    Sort(title="Een melding over een collega", protocol="scala", kind="ontsporing", task="strategie", facts=_COLLEAGUE),
    Sort(title="De snelle weg", protocol="scala", kind="ontsporing", task="strategie", facts=_FAST),
    Sort(
        title="Een beperkte zaak",
        protocol="scala",
        kind="ontsporing",
        task="strategie",
        facts=_PARENT,
        restricted=True,
    ),
    Sort(title="Een vraag: mag ik dit plaatsen?", protocol="scala", kind="publicatie", task="beoordelen"),
    Sort(title="Een persvraag (Lentiz)", protocol="lentiz", kind="pers", task="persverzoek"),
    Sort(title="Een controle (Lentiz)", protocol="lentiz", kind="controle", task="besluit_controle"),
)
VERBS: Mapping[Verb, str] = MappingProxyType(
    {
        "read": "lezen",
        "act": "taak doen",
        "add": "aanvullen",
        "ask": "vraag aan melder",
        "correct": "gegevens aanpassen",
        "assign": "overdragen",
        "withdraw": "intrekken",
        "merge": "samenvoegen",
        "reopen": "heropenen",
        "export": "tijdlijn en uitvoer",
        "dossier": "dossier",
        "hold": "langer bewaren",
        "restrict": "beperken",
    }
)
ALL, OWN, YES, NO = "alles", "eigen", "ja", "nee"


def arranged(sort: Sort, group: str, case: Case, ids: Mapping[str, str], now: datetime) -> Case:
    """Return a case that just began as it stands in this sort and group."""
    facts: dict[str, Value] = dict(sort.facts)
    if group == "zelf":
        facts["plaatser"] = "ikzelf"
    if group == "breed":
        facts |= {"plaatser_persoon": ids[SUBJECT], "betrokkenen": (ids[INVOLVED],)}
    known = {key: Fact(value=value, by=ids["marjan"], at=now) for key, value in facts.items()}
    return replace(
        case,
        facts={**case.facts, **known},
        rounds=_rounds(sort, group, case, ids, now),
        restricted=sort.restricted,
        version=case.version + 1,
    )


def _rounds(sort: Sort, group: str, case: Case, ids: Mapping[str, str], now: datetime) -> tuple[Round, ...]:
    """What the case began with is done or lapsed; then the leidinggevende, and in ``breed`` everybody else."""
    before = tuple(
        replace(one, state="lapsed" if one.state == "open" else one.state, assignees=(), late_at=None)
        for one in case.rounds
    )
    asked = [Asked(who=LEADER, role="leidinggevende", open=group != "breed"), *(ASKED if group == "breed" else ())]
    return before + tuple(_round(sort.task, 50 + place, one, ids, now) for place, one in enumerate(asked))


def _round(task: str, number: int, asked: Asked, ids: Mapping[str, str], now: datetime) -> Round:
    params = {"name": ids["marjan"]} if asked.reason == "route.deputy" else {}
    who = Assignee(person=ids[asked.who], role=asked.role, reason=asked.reason, params=params)
    if asked.open:
        return Round(task=task, number=number, opened_at=now, assignees=(who,))
    return Round(
        task=task,
        number=number,
        state="done",
        opened_at=now,
        ended_at=now + timedelta(minutes=1),
        assignees=(who,),
        by=who.person,
        outcome="niet_mogelijk",
    )


def cell(person: str, verb: Verb, protocol: Protocol, case: Case, circle: Circle) -> str:
    """Return what the page says of one verb."""
    try:
        grant = may(person, verb, protocol, case, circle)
    except NotAllowedError:
        return NO
    return YES if verb != "read" else OWN if grant.only_author else ALL
