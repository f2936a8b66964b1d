"""Links to papers: each names one person and one paper, of which the policy is asked again at the opening (``papers``).

How a link is signed and how long it works is for ``links``.
"""

from dataclasses import dataclass
from typing import Literal

from models.store import Transaction
from workflows.cards.timeline_paper import KIND as TIMELINE
from workflows.engine.errors import NotAllowedError
from workflows.engine.filing import KINDS as DOSSIERS
from workflows.usecases.context import Context
from workflows.usecases.links import PAPER, link, told_by

Form = Literal["pdf", "json"]
FORMS: tuple[Form, ...] = ("pdf", "json")
KINDS = (*DOSSIERS, TIMELINE)


@dataclass(frozen=True, kw_only=True)
class Order:
    """One paper for one person: of which case, which kind (a dossier or the timeline), in which form."""

    case_id: str
    kind: str
    form: Form
    person: str


def links(ctx: Context, tx: Transaction, person: str, case_id: str, kind: str) -> dict[str, str]:
    """Return the address of a paper in each form, for this person."""
    return {form: link(ctx, tx, PAPER, [case_id, kind, form, person]) for form in FORMS}


def order_of(ctx: Context, tx: Transaction, token: str) -> Order:
    """Return what a link stands for; NotAllowedError when it is old or forged."""
    case_id, kind, form, person = told_by(ctx, tx, PAPER, token, 4)
    known = {one: one for one in FORMS}
    if kind not in KINDS or form not in known:
        raise NotAllowedError("error.link")
    return Order(case_id=case_id, kind=kind, form=known[form], person=person)
