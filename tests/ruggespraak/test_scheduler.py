"""The daily look at who is in Slack: when it is taken, and when again."""

from models import roster
from ruggespraak.scheduler import Worker
from tests.play import World


def calls(world: World) -> int:
    found = world.http.get(f"{world.url}/driver/calls", timeout=5).json()
    return str(found).count("users.list")


def test_slack_is_looked_at_once_a_day_and_an_hour_later_when_it_failed(sqlite_world: World) -> None:
    worker = Worker(sqlite_world.installation)
    before = calls(sqlite_world)
    sqlite_world.drive("faults", {"method": "users.list", "times": 1, "error": "internal_error"})
    worker.sync()
    failed = calls(sqlite_world)
    worker.sync()
    looked = calls(sqlite_world)
    worker.sync()
    assert before < failed < looked == calls(sqlite_world)
    with sqlite_world.installation.context.store.read() as tx:
        assert all(one.in_chat for one in roster.everyone(tx) if one.works)
