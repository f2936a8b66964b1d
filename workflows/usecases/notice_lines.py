"""The notices that run, on a person's home page: to read for who should know, with their progress for who steers them.

Only who sent a notice or can lift it, and still has its case, has it counted: ten thousand readers open this page too.
"""

from collections.abc import Collection

from models import notices
from models.notices import Known
from models.people import Contact
from models.store import Transaction
from workflows.cards.home_card import NoticeLine
from workflows.usecases.context import Context, case_of
from workflows.usecases.notice_aim import lifting_round, may_follow
from workflows.usecases.notice_sight import may_have_it, running


def notice_lines(ctx: Context, tx: Transaction, person: Contact, busy: Collection[str]) -> list[NoticeLine]:
    """Return the notices on this person's page; *busy* are the cases in which something waits for them."""
    lines = []
    for known in notices.known_to(tx, ctx.keyring, person.id, busy):
        steers = _steers(ctx, tx, person, known, busy)
        if steers or _has_it(tx, person, known):
            lines.append(_line(tx, known, steers=steers))
    return lines


def _line(tx: Transaction, known: Known, *, steers: bool) -> NoticeLine:
    """Return one line; somebody who came later reads it and is asked nothing."""
    notice = known.notice
    asked = notice.asks and known.is_asked
    return NoticeLine(
        id=notice.id,
        text=notice.text,
        asks=asked and known.read_at is None,
        read_at=known.read_at if asked else None,
        running=running(tx, notice) if steers else None,
    )


def _has_it(tx: Transaction, person: Contact, known: Known) -> bool:
    """False for whom a stopped notice has not reached: what is wrong with it must not spread by this page."""
    return known.notice.stopped_at is None or may_have_it(tx, known.notice, person.id)


def _steers(ctx: Context, tx: Transaction, person: Contact, known: Known, busy: Collection[str]) -> bool:
    concerned = known.notice.sender == person.id or _lifts(ctx, tx, person, known, busy)
    return concerned and may_follow(ctx, tx, person.id, known.notice.case_id)


def _lifts(ctx: Context, tx: Transaction, person: Contact, known: Known, busy: Collection[str]) -> bool:
    if known.notice.case_id not in busy:
        return False
    protocol, case = case_of(ctx, tx, known.notice.case_id)
    return lifting_round(protocol, case, person.id) is not None
