"""The dossiers of a case: an entry is recorded when it is confirmed, and from then on only added to.

What it says is opened with the policy's Grant for ``dossier``; each look, addition and export is on record, with a
keyed digest of what was written.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from models import contents, dossiers, entries, people
from models.dossiers import DossierEntry
from models.people import Contact
from models.store import Transaction
from texts import say
from workflows.cards.dossier_paper import ADDITION, PLACE, Kept, Said, dossier_form, dossier_paper
from workflows.cards.elements import Field, Form
from workflows.cards.outcome_form import text_form
from workflows.cards.paper import Paper
from workflows.engine.case import Case
from workflows.engine.decide import Entry
from workflows.engine.errors import NotAllowedError, UnknownActionError
from workflows.engine.filing import KINDS
from workflows.engine.policy import Grant, may
from workflows.engine.protocol import Protocol
from workflows.usecases.answers import write
from workflows.usecases.carry import circle_of
from workflows.usecases.context import Context, case_of, in_one
from workflows.usecases.once import LONG, author, once, required
from workflows.usecases.paper_links import links

_PLACE = 150
_SHOWN = 16
_TYPES: Mapping[str, Literal["text", "longtext"]] = {ADDITION: "longtext", PLACE: "text"}
_TRACES = {ADDITION: "dossier_aangevuld", PLACE: "dossier_opgeborgen"}


def dossier(ctx: Context, person: Contact, case_id: str, said: str = "") -> Form:
    """Return the dossiers of a case as they stand. Raises NotAllowedError."""

    def look(tx: Transaction) -> Form:
        protocol, case, grant = _granted(ctx, tx, person, case_id)
        kept = _kept(ctx, tx, grant)
        entries.note(tx, case.id, ctx.now(), person.id, "dossier_gelezen")
        offered = {kind: links(ctx, tx, person.id, case.id, kind) for kind in KINDS}
        return dossier_form(protocol, case, kept, offered, said)

    return in_one(ctx, look)


def writing_form(ctx: Context, person: Contact, case_id: str, entry_id: str, what: str) -> Form:
    """Return the form for adding words (ADDITION), or for where it lies (PLACE). Raises NotAllowedError."""
    with ctx.store.read() as tx:
        _, _, grant = _granted(ctx, tx, person, case_id)
        _entry(tx, grant, entry_id)
    name, most = ("add", LONG) if what == ADDITION else ("file", _PLACE)
    field = Field(key=what, label=say(f"dossier.{name}_label"), type=_TYPES[what], max=most)
    context = {"case": case_id, "entry": entry_id, "draft": ctx.new_id()}
    lead = say(f"dossier.{name}_lead")
    return text_form(f"dossier_{name}", say(f"dossier.{name}"), lead, (field,), say("dossier.add_submit"), context)


def add_to(ctx: Context, actor: Contact, case_id: str, entry_id: str, what: str, text: str, key: str) -> str:
    """Add words (ADDITION) to an entry, or where it lies now (PLACE); returns the case id. What stood there stays."""
    said = required(what, text, LONG if what == ADDITION else _PLACE)

    def work(tx: Transaction) -> None:
        _, case, grant = _granted(ctx, tx, actor, case_id, lock=True)
        entry = _entry(tx, grant, entry_id)
        writing = write(author(ctx, actor, entry.task, entry.number), what, said)
        contents.put(tx, ctx.keyring, case.id, [writing])
        row = _addition(ctx, actor, entry, what, writing.id)
        dossiers.add(tx, row)
        _trace(tx, row, _TRACES[what], said)

    return once(ctx, actor, case_id, key, work)


def record(ctx: Context, tx: Transaction, entry: DossierEntry, text: str, place: str) -> None:
    """Keep an entry that was confirmed just now, with who says where it lies."""
    now = ctx.now()  # one moment, the one in the trail
    entry = replace(entry, confirmed_at=now, filed_at=now if entry.filed else None)
    dossiers.add(tx, entry)
    _trace(tx, entry, "dossier_vastgelegd", text)
    if place:
        _trace(tx, entry, "dossier_opgeborgen", place)


def paper(ctx: Context, tx: Transaction, person: Contact, case_id: str, kind: str) -> Paper:
    """Return the paper of one dossier; NotAllowedError for who may not, and when there is none of that kind."""
    protocol, case, grant = _granted(ctx, tx, person, case_id)
    kept = [one for one in _kept(ctx, tx, grant) if one.kind == kind]
    if not kept:
        raise NotAllowedError
    return dossier_paper(protocol, case, kind, kept, person.name, ctx.now())


def kinds_of(ctx: Context, tx: Transaction, person: Contact, case_id: str) -> tuple[str, ...]:
    """Return which dossiers a case has entries of, for who may see them; raises NotAllowedError."""
    _, _, grant = _granted(ctx, tx, person, case_id)
    there = {one.type for one in dossiers.of_case(tx, grant)}
    return tuple(kind for kind in KINDS if kind in there)


def _granted(
    ctx: Context, tx: Transaction, person: Contact, case_id: str, *, lock: bool = False
) -> tuple[Protocol, Case, Grant]:
    protocol, case = case_of(ctx, tx, case_id, lock=lock)
    return protocol, case, may(person.id, "dossier", protocol, case, circle_of(ctx, tx, protocol, case))


def _entry(tx: Transaction, grant: Grant, entry_id: str) -> DossierEntry:
    """The confirmed entry itself: an addition is never added to."""
    found = (one for one in dossiers.of_case(tx, grant) if one.id == entry_id and one.adds_to is None)
    entry = next(found, None)
    if entry is None:
        raise UnknownActionError
    return entry


def _addition(ctx: Context, actor: Contact, entry: DossierEntry, what: str, content: str) -> DossierEntry:
    """A row beside the entry, with one piece of content: more words, or another place."""
    now = ctx.now()
    row = replace(entry, id=ctx.new_id(), adds_to=entry.id, confirmed_by=actor.id, confirmed_at=now)
    if what == PLACE:
        return replace(row, content="", filed=content, filed_by=actor.id, filed_at=now)
    return replace(row, content=content, filed="", filed_by=None, filed_at=None)


@dataclass(frozen=True, kw_only=True)
class _Opened:
    """What the ids in rows stand for."""

    texts: Mapping[str, str]
    digests: Mapping[str, str]
    names: Mapping[str, str]

    def words(self, row: DossierEntry) -> Said:
        digest = self.digests.get(row.content, "")[:_SHOWN]
        text, by = self.texts.get(row.content, ""), self.name(row.confirmed_by)
        return Said(text=text, by=by, at=row.confirmed_at, digest=digest)

    def place(self, row: DossierEntry) -> Said:
        by = self.name(row.filed_by or row.confirmed_by)
        return Said(text=self.texts.get(row.filed, ""), by=by, at=row.filed_at or row.confirmed_at)

    def name(self, person: str) -> str:
        return self.names.get(person) or say("words.somebody")


def _kept(ctx: Context, tx: Transaction, grant: Grant) -> tuple[Kept, ...]:
    """Every entry with what was added to it, in words."""
    rows = dossiers.of_case(tx, grant)
    opened = _opened(ctx, tx, grant, rows)
    return tuple(
        Kept(
            id=row.id,
            kind=row.type,
            task=row.task,
            said=opened.words(row),
            added=tuple(opened.words(one) for one in rows if one.adds_to == row.id and one.content),
            filed=tuple(opened.place(one) for one in rows if row.id in (one.id, one.adds_to) and one.filed),
        )
        for row in rows
        if row.adds_to is None
    )


def _opened(ctx: Context, tx: Transaction, grant: Grant, rows: Iterable[DossierEntry]) -> _Opened:
    written = entries.of_type(tx, grant.case_id, contents.WRITTEN)
    return _Opened(
        texts={one.id: one.text for one in contents.of_case(tx, ctx.keyring, grant)},
        digests={one.data.get("id", ""): one.data.get("digest", "") for one in written},
        names={key: one.name for key, one in people.named(tx, _people(rows)).items()},
    )


def _people(rows: Iterable[DossierEntry]) -> set[str]:
    return {key for one in rows for key in (one.confirmed_by, one.filed_by) if key}


def _trace(tx: Transaction, row: DossierEntry, type_: str, text: str) -> None:
    """Put on record which entry it was, all that its row says by id and, by digest, what it says in words."""
    data = {"stuk": row.id, "soort": row.type, "taak": row.task, "ronde": str(row.number)}
    data |= {"inhoud": row.content, "plek": row.filed, "bij": row.adds_to or ""}
    entry = Entry(at=row.confirmed_at, actor=row.confirmed_by, type=type_, data=data, private={"digest": text})
    entries.write(tx, row.case_id, [entry])
