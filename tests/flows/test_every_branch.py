"""Every outcome of every task of every protocol, reached by what people see and click in Slack.

The scripts are planned with the pure engine (``planner``) and played over signed HTTP (``walker``): each case goes from
its first screen to its end. PYTEST's ``-s`` shows how long each protocol took.
"""

from pathlib import Path
from time import perf_counter

import pytest

from tests.flows.people import staff
from tests.flows.planner import plan
from tests.flows.walker import Walker
from tests.play import World
from workflows.engine.protocol import outcomes
from workflows.protocol_files import available, read

UNREACHABLE: dict[str, frozenset[tuple[str, str, str]]] = {}
"""What nobody can reach in a protocol, as (kind, task, outcome), each with its reason beside it."""


@pytest.mark.parametrize("name", available())
def test_every_outcome_of_every_task_is_shown_and_clicked_and_every_case_ends(name: str, tmp_path: Path) -> None:
    source = read(name)
    protocol, circle = source.protocol, staff()
    world = World(tmp_path, f"sqlite:///{tmp_path / 'ruggespraak.db'}", protocol=name, source=source)
    walker = Walker(world, protocol)
    begin, cases = perf_counter(), 0
    try:
        for kind in protocol.kinds:
            scripts, missed = plan(protocol, kind, circle)
            unreachable = {(task, end) for known, task, end in UNREACHABLE.get(name, ()) if known == kind}
            assert set(missed) == unreachable, f"{name}, {kind}: the engine finds no way to {missed}"
            for script in scripts:
                walker.walk(script)
            cases += len(scripts)
        world.must_be_whole()
    finally:
        world.close()
    seconds = perf_counter() - begin
    print(
        f"{name}: {cases} cases, {walker.gestures} gestures, {seconds:.1f} s, {walker.gestures / seconds:.0f} a second"
    )
    every = {
        (kind, task, end)
        for kind, one in protocol.kinds.items()
        for task, definition in one.tasks.items()
        for end in outcomes(definition)
    }
    assert every - walker.clicked == UNREACHABLE.get(name, frozenset())
