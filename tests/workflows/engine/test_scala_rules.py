"""Which rules of Scala's document the protocol carries, and where."""

import pytest

from tests.workflows.engine.cast import protocol_of
from workflows.engine.check import check

# fmt: off
TRACEABILITY = [
    "SCA-D1", "SCA-D2", "SCA-A1b", "SCA-A2", "SCA-A5a", "SCA-A5b", "SCA-A6", "SCA-A8", "SCA-A9", "SCA-A10", "SCA-B3",
    "SCA-B4b", "SCA-B5", "SCA-B6", "SCA-C1", "SCA-C2", "SCA-C3", "SCA-S2", "SCA-S3", "SCA-S4", "SCA-S5", "SCA-S6",
    "SCA-S7", "SCA-F0a", "SCA-F0b", "SCA-F0c", "SCA-F1.1", "SCA-F1.2", "SCA-F1.3", "SCA-F1.4", "SCA-F1.5", "SCA-F1.6",
    "SCA-F1.7", "SCA-F1.8", "SCA-F2e", "SCA-F2a.1", "SCA-F2a.2", "SCA-F2a.3", "SCA-F2a.4", "SCA-F2k.1", "SCA-F2k.2",
    "SCA-F2k.3", "SCA-F2k.4", "SCA-F2k.5", "SCA-F2k.6", "SCA-F2k.7", "SCA-F2k.8", "SCA-DN",
]
# fmt: on
# fmt: off
SHOWN = [
    "SCA-U3", "SCA-U4", "SCA-A2", "SCA-A3", "SCA-A4", "SCA-A5a", "SCA-A5b", "SCA-A7", "SCA-B1", "SCA-B2", "SCA-B4a",
    "SCA-B6", "SCA-C1", "SCA-C2", "SCA-DN",
]
# fmt: on


def cited(name: str) -> set[str]:
    protocol = protocol_of(name)
    parts = [*protocol.facts.values(), *protocol.fields.values()]
    tasks = [task for kind in protocol.kinds.values() for task in kind.tasks.values()]
    ends = [outcome for task in tasks for outcome in task.outcomes.values()]
    return {rule for part in (*parts, *tasks, *ends) for rule in part.cite}


def test_every_rule_that_software_enforces_or_supports_is_cited_by_a_task_fact_field_or_outcome() -> None:
    assert set(TRACEABILITY) - cited("scala") == set()


def test_every_rule_that_is_shown_before_someone_publishes_is_an_article_with_our_words() -> None:
    articles = protocol_of("scala").articles
    assert [rule for rule in SHOWN if "publicatie" not in articles[rule].shown] == []
    assert all(article.text.endswith((".", "?")) for article in articles.values())


@pytest.mark.parametrize("name", ["scala", "common"])
def test_every_cite_exists_and_every_task_cites_its_rule(name: str) -> None:
    protocol = protocol_of(name)
    assert cited(name) <= set(protocol.articles)
    own = protocol.kinds["ontsporing"].tasks.items()
    general = protocol_of("common").kinds["ontsporing"].tasks
    assert [key for key, task in own if not task.cite and key not in general] == []


def test_scala_can_always_be_closed_and_says_how_many_states_prove_it() -> None:
    found = check(protocol_of("scala"), protocol_of("common"))
    assert found.problems == ()
    assert found.states > 1000
    assert max(track.states for tracks in found.tracks.values() for track in tracks) < 2000
    print(f"scala: {found.states} states in {sum(map(len, found.tracks.values()))} tracks")


@pytest.mark.rule("SCA-B4b")
@pytest.mark.rule("SCA-C3")
def test_the_holding_reply_is_there_to_copy() -> None:
    protocol = protocol_of("scala")
    assert protocol.texts["tussenantwoord"]
    assert {"SCA-B4b", "SCA-C3"} <= set(protocol.task("ontsporing", "strategie").cite)
