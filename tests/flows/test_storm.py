"""A chat product that does what it likes while a notice goes out: each person has one message per version, or is
listed as not reached with a reason.

Hypothesis chooses what goes wrong: storms of 429, 500s before and after the work was done, connections that break
before or after the message was accepted, answers that come too late, and workers that claim and die.
"""

import time
from collections import Counter
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from slack_sdk import WebClient
from sqlalchemy import select

from models import broadcasts, notices, people
from models.claims import claim
from models.people import Contact
from models.tables import audience, deliveries
from slackapp.messenger import SlackMessenger
from tests.flows.test_ontsporing import hand_to_directie, report, send_notice
from tests.play import CAST, World
from workflows.engine.policy import Grant
from workflows.usecases import notice
from workflows.usecases.context import Context
from workflows.usecases.deliver import LEASE, deliver_due
from workflows.usecases.notice import Draft
from workflows.usecases.notice_aim import Aim
from workflows.usecases.notice_clock import notice_clock

PATIENCE = 0.3  # seconds that our client waits here
LATE = 0.6
SENDING = ("chat.postMessage",)
LOOKING = ("conversations.open", "conversations.history", "users.lookupByEmail")

_TIMES = {"times": st.integers(1, 6)}
_PASSING = st.one_of(
    st.fixed_dictionaries({"status": st.just(429), "retry_after": st.integers(1, 40), **_TIMES}),
    st.fixed_dictionaries({"status": st.sampled_from([500, 503]), "done": st.booleans(), **_TIMES}),
    st.fixed_dictionaries(
        {"error": st.sampled_from(["internal_error", "fatal_error"]), "done": st.booleans(), **_TIMES}
    ),
    st.fixed_dictionaries({"error": st.sampled_from(["invalid_auth", "ratelimited"]), **_TIMES}),
    st.fixed_dictionaries({"reset": st.sampled_from(["before", "after"]), **_TIMES}),
    st.fixed_dictionaries({"delay": st.just(LATE), "times": st.integers(1, 2)}),
)
_REFUSED = st.fixed_dictionaries(
    {"error": st.sampled_from(["channel_not_found", "cannot_dm_bot"]), "times": st.integers(1, 3)}
)


def _at(methods: tuple[str, ...], faults: st.SearchStrategy[dict[str, Any]]) -> st.SearchStrategy[dict[str, Any]]:
    return st.builds(lambda method, fault: {"method": method, **fault}, st.sampled_from(methods), faults)


FAULTS = st.lists(_at(SENDING, _PASSING | _REFUSED) | _at(LOOKING, _PASSING), max_size=8)
VERSIONS = st.lists(st.tuples(FAULTS, st.integers(0, 6), st.booleans()), min_size=1, max_size=3)


class Storm:
    """A school with a running notice, of which the next versions go out in bad weather."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.ctx: Context = world.installation.context
        client = WebClient(
            token="xoxb-sandbox",
            base_url=f"{world.url}/api/",
            timeout=PATIENCE,  # type: ignore[arg-type]
            retry_handlers=[],
        )
        self.messenger = SlackMessenger(client, sleep=lambda _: None)
        report(world)
        hand_to_directie(world)
        send_notice(world)
        with self.ctx.store.read() as tx:
            found = people.by_member(tx, CAST["directie"])
            assert found is not None
            self.directie: Contact = found
            query = "select case_id from notices where state = 'running'"
            self.case_id = str(tx.exec_driver_sql(query).scalar_one())
        self.keys = 0

    def weather(self, faults: list[dict[str, Any]]) -> None:
        self.world.http.post(f"{self.world.url}/driver/faults", json=faults, timeout=5)

    def next_version(self) -> str:
        """Directie improves the text; returns the id of the version that runs now."""
        self.keys += 1
        with self.ctx.store.read() as tx:
            before = notices.running(tx, self.ctx.keyring, Grant(case_id=self.case_id, person="x"))
        assert before is not None
        aim = Aim(case_id=self.case_id, task="opheffen", number=1, base=before.id, fixes=True)
        form = notice.preview(
            self.ctx, self.directie, aim, Draft(text=f"Reageer niet. {self.keys}", via="direct"), f"p{self.keys}"
        )
        notice.send(self.ctx, self.directie, aim, form.context["notice"], sure=True, key=f"s{self.keys}")
        return form.context["notice"]

    def die_with(self, number: int) -> None:
        """A worker claims so many and is never heard of again."""
        with self.ctx.store.write() as tx:
            claim(tx, "slack:post", self.ctx.now(), LEASE, number)

    def a_while(self, late: bool) -> None:
        """Deliver what is due; then time goes by, real time too when a call may have come too late."""
        while deliver_due(self.ctx, self.messenger):
            pass
        notice_clock(self.ctx)
        time.sleep(LATE - PATIENCE + 0.1 if late else 0)
        self.world.drive("clock", {"advance": 45})

    def calm(self, late: bool) -> None:
        """Let the weather clear, and everything arrive."""
        self.world.http.delete(f"{self.world.url}/driver/faults", timeout=5)
        for _ in range(60):
            self.a_while(late)
            late = False
            if not self._under_way():
                return
        raise AssertionError("something still waits")

    def arrived(self) -> Counter[str]:
        workspace = self.world.sandbox.site.workspace
        with workspace.lock:
            bodies = [one.body for channel in workspace.channels.values() for one in channel.messages]
        keys = ((body.get("metadata") or {}).get("event_payload", {}).get("key") for body in bodies)
        return Counter(key for key in keys if key)

    def _under_way(self) -> bool:
        with self.ctx.store.read() as tx:
            query = "select count(*) from deliveries where state in ('waiting', 'sending')"
            return bool(tx.exec_driver_sql(query).scalar())


@pytest.fixture
def storm(sqlite_world: World) -> Storm:
    return Storm(sqlite_world)


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(versions=VERSIONS)
def test_each_person_has_one_message_per_version_or_is_listed_with_a_reason(
    storm: Storm, versions: list[tuple[list[dict[str, Any]], int, bool]]
) -> None:
    sent = []
    late = any("delay" in fault for faults, _, _ in versions for fault in faults)
    for faults, dying, hasty in versions:
        storm.weather(faults)
        sent.append(storm.next_version())
        storm.die_with(dying)
        if not hasty:
            storm.a_while(late)
    storm.calm(late)
    arrived = storm.arrived()
    assert [key for key, times in arrived.items() if times > 1] == []
    with storm.ctx.store.read() as tx:
        for version in sent:
            failed = select(deliveries.c.person, deliveries.c.reason).where(deliveries.c.state == "failed")
            unreached = dict(tx.execute(failed.where(deliveries.c.notice == version)).all())
            assert all(unreached.values())
            asked = set(tx.execute(select(audience.c.person).where(audience.c.notice == version)).scalars())
            missing = {one for one in asked if not arrived[f"notice:{version}:{one}"]} - unreached.keys()
            assert not missing or version != sent[-1]
            counted = broadcasts.counts(tx, version)
            assert counted.get("moot", 0) == len(missing), "who has no older version got a newer one instead"
