"""Every rule of the five documents and of the law is kept, and a test would tell if it no longer were.

``rules.csv`` is the traceability table: E is enforced, S supported, I read at the right moment, O outside the product.
"""

from collections.abc import Iterator, Sequence
from types import ModuleType

import pytest

from tests.pages import marked_tests
from tests.traceability import (
    RULES,
    SHOWN,
    Cited,
    Marked,
    Proof,
    cases_in,
    kept_by_code,
    marked_cases,
    part_at,
    parts_citing,
    planted,
    proof,
    rules,
    sources,
    with_words,
    without,
)
from tests.workflows.engine.cast import protocol_of
from workflows.engine.protocol import Protocol, Task
from workflows.protocol_files import Source, available

OF = {"cvo-nwf": "CVO", "laurens": "LAU", "lentiz": "LEN", "scala": "SCA", "udens": "UDE"}


def unnoticed(source: Source, witnesses: Proof, parts: Sequence[Cited] = ()) -> list[str]:
    """Return each part of a protocol that keeps a rule, and of which no test of that rule tells that it is gone."""
    found = []
    for cited in parts or tuple(parts_citing(source.protocol)):
        where = "{}: {} ({}:{})".format(cited.rule, cited.key, *source.place(cited.key))
        if cited.rule not in witnesses.rules():
            found.append(f"{where}: no test is marked with {cited.rule}")
            continue
        for how, protocol in faults(source.protocol, cited):
            told = witnesses.noticed(cited.rule, {source.protocol.protocol: protocol}, cited.path[-1])
            if told != "told":
                only = "only falls over it" if told else "fails"
                found.append(f"{where}: {how}, and no test marked {cited.rule} {only}")
    return found


def faults(protocol: Protocol, cited: Cited) -> Iterator[tuple[str, Protocol]]:
    """Yield what goes wrong with a part: it is gone, or it says less than the rule asks.

    A task that enforces a rule is no longer a must; a rule is not read at one of its moments, or is read in every case.
    """
    yield "taken away", without(protocol, cited.path)
    part = part_at(protocol, cited.path)
    if isinstance(part, Task) and part.strength == "must" and "E" in types_of(cited.rule):
        yield "made a may", with_words(protocol, cited.path, strength="may")
    if cited.path[-1] == SHOWN:
        article = cited.path[:-1]
        for moment in part if len(part) > 1 else ():
            left = tuple(one for one in part if one != moment)
            yield f"not read at {moment}", with_words(protocol, article, shown=left)
        if part_at(protocol, article).when:
            yield "read in every case", with_words(protocol, article, when={})


def types_of(rule: str) -> frozenset[str]:
    row = rules().get(rule)
    return row.types if row else frozenset()


def places(*, shown: bool) -> dict[str, list[str]]:
    """Return for each rule where the protocols keep it, or where people are shown it."""
    found: dict[str, list[str]] = {}
    for source in sources().values():
        for cited in parts_citing(source.protocol):
            if (cited.path[0] == "articles") is shown:
                found.setdefault(cited.rule, []).append("{}:{}".format(*source.place(cited.key)))
    return found


def marked_anywhere() -> dict[str, str]:
    """Return for each rule one test that is marked with it, in whatever way the mark was written."""
    marked = {rule: test.name for test in marked_cases() for rule in test.rules}
    return marked | {rule: tests[0] for rule, tests in marked_tests().items()}


# The protocols


@pytest.mark.parametrize("name", available())
def test_a_test_of_a_rule_fails_when_what_keeps_the_rule_is_gone(name: str) -> None:
    found = unnoticed(sources()[name], proof())
    assert not found, "\n".join(["", *found])


def test_each_protocol_of_the_app_is_in_the_table() -> None:
    assert sorted(OF) == available()


@pytest.mark.parametrize("name", available())
def test_each_article_of_a_document_is_a_row_of_the_table_and_each_row_an_article(name: str) -> None:
    of_document = {rule for rule in rules() if rule.startswith(f"{OF[name]}-") and types_of(rule) - {"note", "O"}}
    articles = {rule for rule in protocol_of(name).articles if not rule.startswith("X-")}
    assert articles - of_document == set(), "an article that is no row"
    assert of_document - articles == set(), "a row that is no article"


# The rows


def test_every_rule_that_is_enforced_or_supported_is_kept_somewhere() -> None:
    kept = {*places(shown=False), *kept_by_code()}
    found = [rule for rule in rules() if types_of(rule) & {"E", "S"} and rule not in kept]
    assert not found, f"cited by no part and kept by no line of code: {', '.join(found)}"


def test_every_rule_that_people_should_know_is_shown_to_them() -> None:
    shown = places(shown=True)
    found = [rule for rule in rules() if "I" in types_of(rule) and rule not in shown]
    assert not found, f"shown at no moment: {', '.join(found)}"


def test_what_is_outside_the_product_is_claimed_nowhere() -> None:
    outside = [rule for rule in rules() if not types_of(rule) & {"E", "S", "I"}]
    claimed = places(shown=False) | places(shown=True) | dict(kept_by_code()) | marked_anywhere()
    found = {rule: claimed[rule] for rule in outside if rule in claimed}
    assert not found, f"outside the product, and yet claimed: {found}"


def test_every_cite_every_mark_and_every_line_that_keeps_a_rule_names_a_row() -> None:
    claimed = places(shown=False) | places(shown=True) | dict(kept_by_code()) | marked_anywhere()
    found = {rule: where for rule, where in claimed.items() if rule not in rules()}
    assert not found, f"stands in no row of {RULES.name}: {found}"


def test_every_rule_that_code_keeps_has_a_test() -> None:
    marked = marked_anywhere()
    found = {rule: lines for rule, lines in kept_by_code().items() if rule not in marked}
    assert not found, f"no test is marked with what these lines keep: {found}"


# The harness itself


def example() -> Sequence[Marked]:
    """Return the marked cases of a module as somebody might write it."""

    @pytest.mark.rule("SCA-B5")
    @pytest.mark.parametrize("task", ["strategie", pytest.param("politie", marks=pytest.mark.rule("SCA-S7"))])
    @pytest.mark.parametrize(
        "name, due", [("scala", True), pytest.param("lentiz", True, marks=[pytest.mark.rule("X-1")])]
    )
    def test_reads_a_task(name: str, task: str, due: bool) -> None:
        assert bool(protocol_of(name).kinds["ontsporing"].tasks[task].due) is due

    @pytest.mark.rule("SCA-B6")
    def test_reads_only_that_the_rule_is_mentioned() -> None:
        assert "SCA-B6" in protocol_of("scala").kinds["publicatie"].tasks["beoordelen"].cite

    @pytest.mark.rule("SCA-A10")
    def test_asks_for_a_fixture(world: object) -> None:
        assert world

    module = ModuleType("example")
    for function in (test_reads_a_task, test_reads_only_that_the_rule_is_mentioned, test_asks_for_a_fixture):
        setattr(module, function.__name__, function)
    module.pytestmark = pytest.mark.rule("X-4")  # type: ignore[attr-defined]
    return list(cases_in(module))


def test_marks_are_read_wherever_they_can_stand() -> None:
    found = sorted((sorted(case.rules), dict(case.arguments)) for case in example() if "SCA-B5" in case.rules)
    assert found == [
        (["SCA-B5", "SCA-S7", "X-1", "X-4"], {"name": "lentiz", "due": True, "task": "politie"}),
        (["SCA-B5", "SCA-S7", "X-4"], {"name": "scala", "due": True, "task": "politie"}),
        (["SCA-B5", "X-1", "X-4"], {"name": "lentiz", "due": True, "task": "strategie"}),
        (["SCA-B5", "X-4"], {"name": "scala", "due": True, "task": "strategie"}),
    ]
    assert "SCA-A10" not in {rule for case in example() for rule in case.rules}


@pytest.mark.parametrize(
    "rule, key, said",
    [
        ("SCA-B5", "kinds.ontsporing.tasks.strategie", "made a may, and no test marked SCA-B5 fails"),
        ("SCA-B6", "kinds.publicatie.tasks.beoordelen", "taken away, and no test marked SCA-B6 fails"),
        ("SCA-A10", "facts.melden_aan", "no test is marked with SCA-A10"),
    ],
)
def test_what_nobody_would_notice_is_named_with_its_rule_its_key_and_its_line(rule: str, key: str, said: str) -> None:
    source = sources()["scala"]
    file, line = source.place(key)
    parts = [Cited(rule=rule, path=tuple(key.split(".")))]
    assert f"{rule}: {key} ({file}:{line}): {said}" in unnoticed(source, Proof(example()), parts)


def test_what_is_noticed_is_not_named() -> None:
    parts = [Cited(rule="SCA-S7", path=("kinds", "ontsporing", "tasks", "politie"))]
    gone = "taken away"
    assert [one for one in unnoticed(sources()["scala"], Proof(example()), parts) if gone in one] == []


def test_a_question_that_is_gone_is_asked_nowhere() -> None:
    scala = protocol_of("scala")
    gone = without(scala, ("facts", "plaatser"))
    assert "plaatser" not in gone.facts
    assert "plaatser" not in gone.kinds["ontsporing"].more
    assert gone.kinds["ontsporing"].tasks["plaatser_benoemen"].asks == ("plaatser_persoon",)
    assert list(gone.kinds["ontsporing"].tasks) == list(scala.kinds["ontsporing"].tasks)
    assert "plaatser" in scala.facts


def test_what_is_planted_is_gone_afterwards() -> None:
    scala = protocol_of("scala")
    with planted({"scala": without(scala, ("cite",))}):
        assert protocol_of("scala").adopted == ""
        assert protocol_of("lentiz").adopted
    assert protocol_of("scala") is scala
