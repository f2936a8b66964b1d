"""Papers that leave the app: drawn up for one person, whom the policy is asked about at that moment, and put on record.

The print is made after the transaction: nothing waits for it.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from models import entries, people
from models.people import Contact
from models.store import Transaction
from workflows.cards.paper import Paper, as_json
from workflows.cards.timeline_paper import KIND as TIMELINE
from workflows.engine.decide import Entry
from workflows.engine.errors import NotAllowedError
from workflows.papers.pdf import pdf
from workflows.usecases import dossier, timeline
from workflows.usecases.context import Context, in_one
from workflows.usecases.paper_links import Order, order_of

_MEDIA = {"pdf": "application/pdf", "json": "application/json"}


@dataclass(frozen=True, kw_only=True)
class Printed:
    """A paper as a file; its name says nothing but a number."""

    name: str
    media: str
    data: bytes


def open_paper(ctx: Context, token: str) -> Printed:
    """Return the paper behind a signed link; NotAllowedError when it is old, forged, or no longer allowed."""
    with ctx.store.read() as tx:
        order = order_of(ctx, tx, token)
    return draw_up(ctx, order)


def draw_up(ctx: Context, order: Order, via: str = "") -> Printed:
    """Return a paper for this person; *via* says on record how, when it was not by their own click."""
    paper = in_one(ctx, lambda tx: _paper(ctx, tx, order, via))
    name = f"{paper.number}-{paper.kind}.{order.form}"
    return Printed(name=name, media=_MEDIA[order.form], data=_data(paper, order))


def _paper(ctx: Context, tx: Transaction, order: Order, via: str) -> Paper:
    person = people.by_id(tx, order.person)
    if person is None or not person.active:
        raise NotAllowedError("error.link")
    made = _drawn(ctx, tx, person, order)
    said = json.dumps(as_json(made), ensure_ascii=False, sort_keys=True)
    data: Mapping[str, str] = {"soort": order.kind, "vorm": order.form, **({"via": via} if via else {})}
    type_ = "geexporteerd" if order.kind == TIMELINE else "dossier_geexporteerd"
    entry = Entry(at=ctx.now(), actor=person.id, type=type_, data=data, private={"digest": said})
    entries.write(tx, order.case_id, [entry])
    return made


def _drawn(ctx: Context, tx: Transaction, person: Contact, order: Order) -> Paper:
    if order.kind == TIMELINE:
        return timeline.paper(ctx, tx, person, order.case_id)
    return dossier.paper(ctx, tx, person, order.case_id, order.kind)


def _data(paper: Paper, order: Order) -> bytes:
    if order.form == "pdf":
        return pdf(paper)
    return (json.dumps(as_json(paper), ensure_ascii=False, indent=2) + "\n").encode()
