"""What the administrator and monitoring see of the outbox."""

from models import board, claims, deliveries
from models.store import Store
from tests.models.rows import MINUTE, NOW, delivery


def test_the_backlog_counts_what_is_not_done_and_nothing_else(store: Store) -> None:
    with store.write() as tx:
        assert board.backlog(tx) == {"waiting": 0, "sending": 0, "failed": 0}
        deliveries.put(tx, [delivery(f"d{number}") for number in range(5)], NOW)
        failed, sent, *_ = claims.claim(tx, "slack:post", NOW, MINUTE, 3)
        claims.end(tx, failed, "failed", "nobody there")
        claims.sent(tx, sent.id, NOW, "D1", "1.0")
        assert board.backlog(tx) == {"waiting": 2, "sending": 1, "failed": 1}
