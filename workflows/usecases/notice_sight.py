"""How far a notice has come, counted by the database at the moment that somebody looks. It shows nothing itself."""

from models import audiences, broadcasts, deliveries
from models.notices import Notice
from models.store import Transaction
from workflows.cards.case_sight import Running

CHANNEL = "kanaal"


def running(tx: Transaction, notice: Notice) -> Running:
    """Return how far a notice has come."""
    counts = broadcasts.counts(tx, notice.id)
    channel = deliveries.latest_post(tx, channel_key(notice.id)) if notice.via != "direct" else None
    return Running(
        id=notice.id,
        text=notice.text,
        read=audiences.read_count(tx, notice.id) if notice.asks else 0,
        total=notice.audience,
        failed=counts.get("failed", 0),
        state=notice.state,
        posts=sum(counts.values()),
        sent=counts.get("sent", 0),
        waiting=counts.get("waiting", 0) + counts.get("sending", 0),
        uncertain=counts.get("uncertain", 0),
        channel=channel.state if channel else "",
        asks=notice.asks,
        stopped_at=notice.stopped_at if notice.state == "running" else None,
    )


def may_have_it(tx: Transaction, notice: Notice, person: str) -> bool:
    """True when the message itself went to this person, or stands in the channel when that is its only way."""
    if notice.via == CHANNEL:
        return broadcasts.state_of(tx, channel_key(notice.id)) == "sent"
    return broadcasts.state_of(tx, person_key(notice.id, person)) in audiences.REACHING


def channel_key(notice: str) -> str:
    """Return the key of the one post of a notice in the channel."""
    return f"notice:{notice}:{CHANNEL}"


def person_key(notice: str, person: str) -> str:
    """Return the key of the post of a notice to one person."""
    return f"notice:{notice}:{person}"
