"""A row of what is held on a person: keys that stay, values as people read them. It masks and loads nothing."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from texts import has, say
from workflows.cards.file_lines import size_in_words, type_in_words
from workflows.cards.rights_report import TEXT, Line
from workflows.cards.words import full_moment, outcome_name, steps, task_name
from workflows.engine.case import Case
from workflows.engine.part import words_of
from workflows.engine.person import Post
from workflows.engine.protocol import Protocol, question_label

_DAYS = ("ma", "di", "wo", "do", "vr", "za", "zo")


def person_row(name: str, email: str, member: str, *, active: bool) -> Line:
    works = say("rights.yes" if active else "rights.no")
    return {"naam": name, "mailadres": email, "slack": member, "werkt_hier": works}


def post_row(post: Post, others: Mapping[str, str]) -> Line:
    """A line of the staff file; *others* are its leidinggevende and deputy, masked."""
    return {
        "school": post.school,
        "functie": post.functie,
        "rollen": ", ".join(sorted(post.roles)),
        "leidinggevende": others.get(post.leidinggevende or "", ""),
        "vervanger": others.get(post.vervanger or "", ""),
        "werkdagen": ", ".join(_DAYS[one] for one in sorted(post.workdays)),
        "afwezig_van": _day(post.absent_from),
        "afwezig_tot": _day(post.absent_until),
    }


def away_row(first: date, last: date | None, set_at: datetime, *, by_self: bool) -> Line:
    by = say("rights.by_self" if by_self else "rights.by_other")
    return {"afwezig_van": _day(first), "afwezig_tot": _day(last), "ingevuld": on(set_at), "door": by}


def case_row(protocol: Protocol, case: Case, roles: Iterable[str], *, decided: bool) -> Line:
    """A case; *decided* adds what was decided in it, for whom it is about."""
    ends = [
        f"{task_name(protocol, case, found.task)}: {outcome_name(protocol, case, found)}"
        f" ({on(found.ended_at or found.opened_at)})"
        for found in steps(protocol, case)
    ]
    return {
        "zaak": case.number,
        "soort": protocol.kinds[case.kind].label,
        "rol": ", ".join(say(f"rights.role_{one}") for one in roles),
        "begonnen": on(case.created_at),
        "gesloten": on(case.closed_at) if case.closed_at else "",
        "stand": say(f"state.{case.state}"),
        "beperkt": say("rights.yes") if case.restricted else "",
        "besluiten": "; ".join(ends) if decided else "",
    }


def text_row(
    protocol: Protocol, number: str, key: str, at: datetime | None, text: str, *, by: str = "", sure: str = ""
) -> Line:
    known = key in protocol.facts or key in protocol.fields
    label = question_label(key, protocol.question(key)) if known else _other(key)
    return {
        "zaak": number,
        "soort": label,
        "op": on(at) if at else "",
        "door": say(f"rights.role_{by}") if by else "",
        "gevonden": say(f"rights.sure_{sure}") if sure else "",
        TEXT: text,
    }


def dossier_row(number: str, sort: str, at: datetime, place: str, text: str) -> Line:
    return {"zaak": number, "soort": say(f"rights.dossier_{sort}"), "op": on(at), "opgeborgen": place, TEXT: text}


def file_row(number: str, count: int, media: str, size: int, state: str, at: datetime) -> Line:
    kept = state == "kept"
    return {
        "zaak": number,
        "bestand": str(count),
        "soort": type_in_words(media) if kept else say("rights.file_unkept"),
        "grootte": size_in_words(size) if kept else "",
        "op": on(at),
    }


def notice_row(sent_at: datetime, read_at: datetime | None) -> Line:
    return {"gestuurd": on(sent_at), "gelezen": on(read_at) if read_at else say("rights.not_read")}


def seen_row(number: str, at: datetime, role: str, what: str) -> Line:
    return {"zaak": number, "op": on(at), "wie": role, "wat": _other(what)}


def explained(schools: Sequence[str] | None, *, staff: bool) -> tuple[str, ...]:
    """Return what whoever gives the report must know before they do; *schools* are those it is of, None is all."""
    keys = ["month", "masked", "sure", "notes", "opinion", "files", "gone"]
    keys += [] if staff else ["name", "parents"]
    keys += ["self"] if schools is None else ["board", "self"]
    of = () if schools is None else (say("rights.explain_schools", schools=", ".join(schools)),)
    return (*of, *(say(f"rights.explain_{key}") for key in keys))


def on(at: datetime) -> str:
    """Return a moment with its year: this is read long after."""
    return full_moment(at)


def _day(when: date | None) -> str:
    return when.isoformat() if when else ""


def _other(key: str) -> str:
    return say(f"rights.text_{key}") if has(f"rights.text_{key}") else words_of(key)
