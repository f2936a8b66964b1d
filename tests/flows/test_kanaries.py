"""What people write, and what is known of them, comes out nowhere: canaries in every field, and a look everywhere."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from itertools import count
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.conftest import fresh_postgres
from tests.flows.canaries import Canaries, CanarySchool, CanaryScreen, school, staff_text
from tests.flows.leaks import LogBook, in_call, in_database, in_log, in_messages, in_slack, on_the_web, only_named, told
from tests.flows.monkey import Monkey
from tests.flows.people import DIRECTIE, staff
from tests.flows.planner import plan
from tests.flows.script import Script
from tests.flows.walker import Walker
from tests.play import CAST
from workflows.protocol_files import Source, available, read
from workflows.usecases.submissions import SUBMISSIONS

_DAY = 86_400
_WITHOUT_WORDS = {"notice_send", "notice_remind", "leave", "leave_other"}
_MOST = 300
_AFTERWARDS = (
    "case.hold",
    "case.release",
    "case.dossier > dossier.add",
    "case.dossier > dossier.file",
    "case.reopen",
    "case.ask",
    "case.restrict",
    "case.restrict",
)
WORD = "knr99999z"

Fresh = Callable[[Path], str]


@cache
def source_of(name: str) -> Source:
    return read(name)


@cache
def scripts(name: str, kind: str) -> list[Script]:
    found, _ = plan(source_of(name).protocol, kind, staff(school(), staff_text()))
    return found


@pytest.fixture(scope="session")
def databases(postgres: str, migrated_name: str) -> dict[str, Fresh]:
    """How to get an empty database, of either kind."""
    return {
        "sqlite": lambda folder: f"sqlite:///{folder / 'ruggespraak.db'}",
        "postgresql": lambda _: fresh_postgres(postgres, migrated_name),
    }


@contextmanager
def running(folder: Path, url: str, name: str = "scala") -> Iterator[CanarySchool]:
    world = CanarySchool(folder, url, protocol=name, source=source_of(name))
    try:
        yield world
        world.must_be_whole()
    finally:
        world.close()


@pytest.mark.parametrize("name", available())
def test_no_word_of_anybody_comes_out_whatever_is_pressed(
    name: str, tmp_path: Path, databases: dict[str, Fresh]
) -> None:
    numbers = count()

    @settings(max_examples=2, derandomize=True, phases=[Phase.generate], suppress_health_check=[*HealthCheck])
    @given(
        kind=st.sampled_from([*source_of(name).protocol.kinds]),
        database=st.sampled_from([*databases]),
        random=st.randoms(use_true_random=False),
    )
    def played(kind: str, database: str, random: Random) -> None:
        folder, canaries = tmp_path / str(next(numbers)), Canaries()
        folder.mkdir()
        with LogBook() as book, running(folder, databases[database](folder), name) as world:
            _play(world, name, random.choice(scripts(name, kind)), canaries, random)
            assert canaries.planted
            assert not book.errors
            _must_be_dry(world, book, canaries)

    played()


def test_every_form_that_asks_words_was_filled_in_with_canaries(tmp_path: Path) -> None:
    canaries, random = Canaries(), Random(11)
    with LogBook() as book, running(tmp_path, f"sqlite:///{tmp_path / 'ruggespraak.db'}") as world:
        screen = CanaryScreen(world, canaries)
        monkey = Monkey(world, screen, random)
        Walker(world, source_of("scala").protocol, screen).walk(max(scripts("scala", "ontsporing"), key=_length))
        for action in _AFTERWARDS:
            screen.open_case(DIRECTIE, "2026-0001", asked_for=False)
            for one in action.split(" > "):
                screen.press(DIRECTIE, one)
            screen.send(DIRECTIE)
        wanted = set(SUBMISSIONS) - _WITHOUT_WORDS
        for _ in range(_MOST // 20):
            if wanted <= canaries.forms:
                break
            monkey.play(20)
        assert wanted <= canaries.forms, f"{wanted - canaries.forms} not in {monkey.pressed}"
        assert not book.errors
        _must_be_dry(world, book, canaries)


def _length(script: Script) -> tuple[bool, int]:
    """Sort what meets most last, a notice before all."""
    return any(step.outcome == "verstuurd" for step in script.steps), len(script.steps)


def test_what_goes_wrong_is_told_without_a_word_of_anybody(tmp_path: Path) -> None:
    canaries = Canaries()
    with LogBook() as book, running(tmp_path, f"sqlite:///{tmp_path / 'ruggespraak.db'}") as world:
        screen, store = CanaryScreen(world, canaries), world.installation.context.store
        for method in ("views.open", "views.update", "views.push", "chat.postMessage", "response_url", "files.info"):
            world.drive("faults", {"method": method, "times": 2, "status": 500})
            world.drive("faults", {"method": method, "times": 1, "reset": "after"})
        Monkey(world, screen, Random(5)).play(60)
        with store.write() as tx:
            for table in ("contents", "entries", "inbox"):
                tx.exec_driver_sql(
                    f"create trigger broken_{table} after insert on {table} when new.rowid % 2 = 0 "
                    "begin select raise(abort, 'broken'); end"
                )
        Monkey(world, screen, Random(6)).play(60, settles=False)
        assert any("a submission failed" in line for line in book.errors)
        _must_be_dry(world, book, canaries)


def test_the_look_finds_a_word_wherever_it_may_not_be(tmp_path: Path) -> None:
    message = {"text": "x", "blocks": [{"type": "section", "text": {"type": "plain_text", "text": WORD}}]}
    view = {"type": "modal", "callback_id": "case", "private_metadata": WORD, "blocks": []}
    button = {"type": "actions", "elements": [{"type": "button", "value": WORD, "text": {"text": "ok"}}]}
    secret = {"text": "Vertrouwelijke zaak van Nmr01za"}
    for method, arguments in (
        ("chat.update", message),
        ("views.open", {"view": view}),
        ("views.update", {"view": {"blocks": [button]}}),
        ("views.publish", {"view": {"type": "home", "blocks": message["blocks"]}}),
        ("chat.postMessage", secret),
        ("chat.postMessage", {"text": "fnc01z"}),
    ):
        assert [*in_call(method, arguments)], method
    assert not [*in_call("views.open", {"view": {"type": "modal", "blocks": message["blocks"]}})]
    with running(tmp_path, f"sqlite:///{tmp_path / 'ruggespraak.db'}") as world:
        with world.installation.context.store.write() as tx:
            tx.exec_driver_sql("create table later (word text, data blob)")
            tx.exec_driver_sql("insert into later values (?, ?)", (WORD.encode().hex(), b"\x00" + WORD.encode()))
        assert {where for where, _ in in_database(world)} >= {"later.word, encoded", "later.data"}


def _play(world: CanarySchool, name: str, script: Script, canaries: Canaries, random: Random) -> None:
    screen = CanaryScreen(world, canaries)
    Walker(world, source_of(name).protocol, screen).walk(script)
    Monkey(world, screen, random).play(40)
    world.drive("clock", {"advance": _DAY})
    world.settle()


def _must_be_dry(world: CanarySchool, book: LogBook, canaries: Canaries) -> None:
    assert world.look(CAST["melder"])["channels"]
    assert told(in_slack(world), canaries) == []
    assert in_messages(world)
    assert not in_messages(world) & only_named(world)
    assert told(on_the_web(world), canaries) == []
    assert told(in_database(world), canaries) == []
    assert told(in_log(book), canaries) == []
