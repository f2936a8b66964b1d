"""The timeline of a case for who handles it: pages of a form, and a paper. Each look and each export is on record."""

from collections.abc import Iterable

from models import cases, contents, entries
from models.people import Contact
from models.store import Transaction
from workflows.cards.elements import Form
from workflows.cards.paper import Paper
from workflows.cards.timeline import Known, Line, Piece
from workflows.cards.timeline import timeline as lines_of
from workflows.cards.timeline_paper import KIND, timeline_form, timeline_paper
from workflows.engine.case import Case
from workflows.engine.decide import Entry
from workflows.engine.policy import Grant, may
from workflows.engine.protocol import Protocol
from workflows.usecases.carry import circle_of
from workflows.usecases.context import Context, case_of, in_one
from workflows.usecases.paper_links import links
from workflows.usecases.tell import names_of


def timeline(ctx: Context, person: Contact, case_id: str, until: int | None = None) -> Form:
    """Return a page of the timeline, the latest without *until*. Raises NotAllowedError."""

    def look(tx: Transaction) -> Form:
        protocol, case, grant = _granted(ctx, tx, person, case_id)
        found = _lines(ctx, tx, protocol, case, grant)
        entries.note(tx, case.id, ctx.now(), person.id, "tijdlijn_gelezen")
        return timeline_form(case, found, until, links(ctx, tx, person.id, case.id, KIND))

    return in_one(ctx, look)


def paper(ctx: Context, tx: Transaction, person: Contact, case_id: str) -> Paper:
    """Return the whole timeline, for who may export it; raises NotAllowedError."""
    protocol, case, grant = _granted(ctx, tx, person, case_id)
    return timeline_paper(protocol, case, _lines(ctx, tx, protocol, case, grant), person.name, ctx.now())


def _granted(ctx: Context, tx: Transaction, person: Contact, case_id: str) -> tuple[Protocol, Case, Grant]:
    protocol, case = case_of(ctx, tx, case_id)
    return protocol, case, may(person.id, "export", protocol, case, circle_of(ctx, tx, protocol, case))


def _lines(ctx: Context, tx: Transaction, protocol: Protocol, case: Case, grant: Grant) -> tuple[Line, ...]:
    found = entries.of_case(tx, case.id)
    written = contents.of_case(tx, ctx.keyring, grant)
    known = Known(
        names=names_of(tx, case, _people(found)),
        numbers=_numbers(tx, found),
        pieces={one.id: Piece(key=one.key, file=one.text if one.is_file else "") for one in written},
    )
    return lines_of(protocol, case, found, known)


def _people(found: Iterable[Entry]) -> set[str]:
    """Everyone whom the trail names."""
    named = {one.actor for one in found}
    return named.union(*((one.data.get("gevraagd") or one.data.get("aan", "")).split(";") for one in found)) - {""}


def _numbers(tx: Transaction, found: Iterable[Entry]) -> dict[str, str]:
    """The numbers of the cases that this one was merged with."""
    ids = {one.data["met"] for one in found if "met" in one.data}
    others = {key: cases.load(tx, key) for key in ids}
    return {key: one.number for key, one in others.items() if one is not None}
