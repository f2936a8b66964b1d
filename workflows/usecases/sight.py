"""What a person sees of a case: loads with the policy's Grant, logs the reading, and makes the form."""

from dataclasses import replace

from models import contents, dossiers, entries, keepings, notices, people, worklists
from models.contents import Content, File
from models.people import Contact
from models.store import Transaction
from workflows.cards.case_form import case_form
from workflows.cards.case_sight import HANDED, CaseSight, Handed, Keep, Written
from workflows.cards.elements import Form
from workflows.cards.file_lines import FileSight, file_note, shown_name
from workflows.cards.rules import TEXT
from workflows.engine.case import Case
from workflows.engine.changes import WITHDRAWAL
from workflows.engine.conditions import is_fast
from workflows.engine.contact import next_open
from workflows.engine.person import Circle
from workflows.engine.policy import Grant, Verb, allows, is_caretaker, is_handler, is_promising, joined, may, to_melder
from workflows.engine.protocol import Protocol
from workflows.engine.retention import Rule
from workflows.usecases.carry import circle_of
from workflows.usecases.context import Context, case_of, in_one
from workflows.usecases.correct import correctable
from workflows.usecases.custody import loose_copies
from workflows.usecases.hand_over import handable
from workflows.usecases.links import FILE, link
from workflows.usecases.merge import similar
from workflows.usecases.merged import Path, onward, reports_in
from workflows.usecases.notice_sight import running
from workflows.usecases.own_view import views_added_by
from workflows.usecases.remarks import remarks_about
from workflows.usecases.tell import names_of

_ON_THE_CASE: tuple[Verb, ...] = ("add", "ask", "correct", "withdraw", "reopen", "assign")
_OFFERED: tuple[Verb, ...] = (*_ON_THE_CASE, "hold", "export", "dossier", "restrict")
_MERGED_SHOWN = 20


def see(ctx: Context, viewer: Contact, case_id: str, said: str = "") -> Form:
    """Return the case as this person may see it; the reading is on record. Raises NotAllowedError."""
    return in_one(ctx, lambda tx: _see(ctx, tx, viewer, case_id, said))


def _see(ctx: Context, tx: Transaction, viewer: Contact, case_id: str, said: str) -> Form:
    protocol, case = _where(ctx, tx, viewer, case_id)
    circle = circle_of(ctx, tx, protocol, case)
    grant = may(viewer.id, "read", protocol, case, circle)
    if viewer.id != case.melder or grant.only_author is None:
        entries.note(tx, case.id, ctx.now(), viewer.id, "gelezen")
    return case_form(_sight(ctx, tx, protocol, case, circle, grant), said)


def _where(ctx: Context, tx: Transaction, viewer: Contact, case_id: str) -> tuple[Protocol, Case]:
    """Return the case, or for who did not report it the one in which it went on."""
    protocol, case = case_of(ctx, tx, case_id)
    if case.merged_into is None or viewer.id == case.melder:
        return protocol, case
    return case_of(ctx, tx, onward(tx, case)[-1].id)


def _sight(ctx: Context, tx: Transaction, protocol: Protocol, case: Case, circle: Circle, grant: Grant) -> CaseSight:
    handles = is_handler(grant.person, case) and grant.only_author is None
    written = tuple(_written(ctx, tx, case, grant))
    text = next((one.text for one in reversed(written) if one.key == TEXT), "")
    handed = _handed(tx, case, written) if handles else ()
    now = ctx.now()
    can = verbs(protocol, case, grant.person, circle)
    return CaseSight(
        protocol=protocol,
        case=case,
        viewer=grant.person,
        names=names_of(tx, case, _authors(written, handed)),
        now=now,
        written=written,
        similar=_similar(ctx, tx, case, grant.person) if handles else (),
        merged=tuple(line.number for line in worklists.merged_into(tx, case.id)[:_MERGED_SHOWN]) if handles else (),
        notices=tuple(running(tx, one) for one in notices.of_case(tx, ctx.keyring, grant) if one.state != "draft")
        if handles
        else (),
        verbs=can - _empty(tx, case),
        copies=tuple(file_note(one, now) for one in loose_copies(tx, case.id)) if grant.only_author is None else (),
        adds_view=views_added_by(grant.person, protocol, case, circle),
        handles=handles or grant.only_author is None,
        remarks=remarks_about(ctx, tx, protocol, case, text) if text else (),
        open_at={key: next_open(one, ctx.calendar(case.school), now) for key, one in protocol.contacts.items()},
        seen_before=_seen_before(tx, case) if handles else (),
        handed=handed,
        less=_less(case, grant),
        calendar=ctx.calendar(case.school),
        keep=_keep(tx, case) if handles or "hold" in can else None,
    )


def _empty(tx: Transaction, case: Case) -> frozenset[Verb]:
    """A case without a dossier has no button for one."""
    return frozenset() if dossiers.is_kept(tx, case.id) else frozenset({"dossier"})


def _keep(tx: Transaction, case: Case) -> Keep | None:
    found = keepings.of_case(tx, case.id)
    if found is None:
        return None
    rule = Rule(key=found.rule, months=found.months)
    return Keep(until=found.until, rule=rule, held_by=found.held_by or "", held_why=found.held_why or "")


def _less(case: Case, grant: Grant) -> str:
    """Why this person sees little: they only hand it over, or it turned out to be about a colleague."""
    if is_caretaker(grant.person, case):
        return "case.hand_over_only"
    alone = grant.only_author and grant.person != case.melder and not is_promising(grant.person, case)
    return "case.own_words" if alone and not case.restricted else ""


def _handed(tx: Transaction, case: Case, written: tuple[Written, ...]) -> tuple[Handed, ...]:
    """Every time that a task was handed over, with the reason as far as it may be read."""
    words = {one.id: one.text for one in written}
    return tuple(
        Handed(
            task=one.data["taak"],
            number=int(one.data["ronde"]),
            by=one.actor,
            to=one.data["aan"],
            at=one.at,
            reason=words.get(one.data["reden"], ""),
        )
        for one in entries.of_type(tx, case.id, "overgedragen")
    )


def _authors(written: tuple[Written, ...], handed: tuple[Handed, ...]) -> set[str]:
    return {one.author for one in written} | {person for one in handed for person in (one.by, one.to)}


def _seen_before(tx: Transaction, case: Case) -> tuple[str, ...]:
    """Return the names of who saw or handled this, and has no more to do with it: it became the bestuur's alone."""
    if not is_fast(case):
        return ()
    reports = [path[0] for path in reports_in(tx, case.id)]
    saw = {person for one in (case, *reports) for person in _touched(tx, one)}
    others = {person for person in saw if person != case.melder and not is_handler(person, case)}
    return tuple(sorted(one.name for one in people.named(tx, others).values()))


def _touched(tx: Transaction, case: Case) -> set[str]:
    """Who was asked in a case or did something with it, reading included; not who reported it."""
    asked = {one.person for found in case.rounds for one in found.assignees}
    return (asked | {one.actor for one in entries.of_case(tx, case.id)}) - {case.melder}


def verbs(protocol: Protocol, case: Case, person: str, circle: Circle) -> frozenset[Verb]:
    """Return what this person may do to the case beside its tasks."""
    found: set[Verb] = set()
    for verb in _OFFERED:
        fits = _fits(protocol, verb, case, person) and allows(person, verb, protocol, case, circle)
        if fits and _leads_somewhere(protocol, verb, case, person, circle):
            found.add(verb)
    return frozenset(found)


def _leads_somewhere(protocol: Protocol, verb: Verb, case: Case, person: str, circle: Circle) -> bool:
    """False for a button behind which there would be nothing to choose."""
    if verb == "assign":
        return bool(handable(protocol, case, person, circle))
    return verb != "correct" or bool(correctable(protocol, case, person, circle))


def _fits(protocol: Protocol, verb: Verb, case: Case, person: str) -> bool:
    """True when the verb makes sense for the case as it stands, and its protocol has the task for it."""
    tasks = protocol.kinds[case.kind].tasks
    match verb:
        case "reopen":
            return case.state in ("closed", "withdrawn")
        case "hold" | "restrict":
            return case.state != "merged"
        case "export" | "dossier":
            return True
        case "ask":
            return case.state == "open" and person != case.melder and "antwoord" in tasks
        case "withdraw":
            return case.state == "open" and not _withdrawing(case) and WITHDRAWAL in tasks
        case _:
            return case.state == "open"


def _withdrawing(case: Case) -> bool:
    return any(found.task == WITHDRAWAL for found in case.open_rounds())


def _similar(ctx: Context, tx: Transaction, case: Case, person: str) -> tuple[tuple[str, str], ...]:
    """Only reports that this person may merge too: a merge must never show someone else's case."""
    if case.state != "open" or is_fast(case):
        return ()
    found = []
    for case_id, number in similar(tx, case):
        protocol, other = case_of(ctx, tx, case_id)
        circle = circle_of(ctx, tx, protocol, other)
        if not is_fast(other) and allows(person, "merge", protocol, other, circle):
            found.append((case_id, number))
    return tuple(found)


def _written(ctx: Context, tx: Transaction, case: Case, grant: Grant) -> list[Written]:
    found = _granted(ctx, tx, grant)
    if grant.only_author:
        found += _asked_of_melder(ctx, tx, case, grant)
    return found + [one for path in reports_in(tx, case.id) for one in _from_merged(ctx, tx, grant, path)]


def _from_merged(ctx: Context, tx: Transaction, grant: Grant, path: Path) -> list[Written]:
    """What was reported in a case that goes on here stands among what was added, under its writer's name."""
    leave = joined(grant, *path)
    if leave is None:
        return []
    return [replace(one, key="aanvulling", task="", number=0) for one in _granted(ctx, tx, leave) if one.key != HANDED]


def _granted(ctx: Context, tx: Transaction, grant: Grant) -> list[Written]:
    """Everything that the grant opens, each file with its link."""
    files = {one.content: one for one in contents.files_of(tx, grant)}
    return [_one_written(ctx, tx, grant, one, files.get(one.id)) for one in contents.of_case(tx, ctx.keyring, grant)]


def _asked_of_melder(ctx: Context, tx: Transaction, case: Case, grant: Grant) -> list[Written]:
    """What handlers wrote to the melder: their questions, and the verdict on a text that was asked about."""
    leave = to_melder(grant, case)
    public = ("vraag", "wat_aanpassen", "voorwaarde", "motivering", "slotbericht")
    shown = public if case.kind == "publicatie" else ("vraag", "slotbericht")
    return [
        _one_written(ctx, tx, grant, one, None)
        for one in (contents.of_case(tx, ctx.keyring, leave) if leave else ())
        if one.key in shown and one.author != grant.person
    ]


def _one_written(ctx: Context, tx: Transaction, grant: Grant, one: Content, file: File | None) -> Written:
    url = note = ""
    if file is not None and file.state == "kept":
        url = link(ctx, tx, FILE, [one.id, grant.person])
    if file is not None:
        note = file_note(_file_sight(file), ctx.now())
    return Written(
        key=one.key,
        task=one.task,
        number=one.number,
        author=one.author,
        at=one.at,
        text=shown_name(one.text) if one.is_file else one.text,
        id=one.id,
        url=url,
        note=note,
        is_file=one.is_file,
    )


def _file_sight(file: File) -> FileSight:
    return FileSight(
        state=file.state,
        copy=file.copy,
        media=file.media,
        size=file.size,
        sha256=file.sha256,
        asked_at=file.asked_at,
        reminded_at=file.reminded_at,
    )
