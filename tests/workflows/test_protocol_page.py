"""The generated page of a protocol: complete, up to date, and with every rule beside what keeps it."""

from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from tests.pages import FOLDER, marked_tests, pages
from tests.traceability import kept_by_code
from tests.workflows.engine.cast import protocol_of
from workflows.engine.protocol import Protocol
from workflows.protocol_files import Source, available, read
from workflows.protocol_page import cited, drawing_name, protocol_page

STALE = "is not what the protocols and tests say now: run `make pages`"


def rows(page: str) -> dict[str, str]:
    """Return the line of each rule."""
    return {line.split("**")[1]: line for line in page.splitlines() if line.startswith("| **")}


def test_every_page_and_drawing_is_up_to_date() -> None:
    wanted = pages()
    there = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.iterdir()}
    stale = [name for name in sorted({*wanted, *there}) if wanted.get(name) != there.get(name)]
    assert not stale, f"{', '.join(stale)} {STALE}"


@pytest.mark.parametrize("name", available())
def test_every_rule_has_one_row_and_the_law_has_a_table_of_its_own(name: str) -> None:
    protocol = protocol_of(name)
    own, law = protocol_page(read(name), {}).split("## De wet")
    assert list(rows(own)) == [rule for rule in protocol.articles if not rule.startswith("X-")]
    assert list(rows(law)) == [rule for rule in protocol.articles if rule.startswith("X-")]


@pytest.mark.parametrize("name", available())
def test_every_rule_that_is_cited_anywhere_says_where(name: str) -> None:
    protocol, found = protocol_of(name), rows(protocol_page(read(name), {}))
    parts: list[Any] = [*protocol.facts.values(), *protocol.fields.values(), *protocol.contacts.values()]
    for kind in protocol.kinds.values():
        parts += [kind, *kind.inserts.values(), *kind.remarks.values(), *kind.answers.values(), *kind.tasks.values()]
        for task in kind.tasks.values():
            parts += [*task.outcomes.values(), *task.bars.values()]
    for rule in {rule for part in parts for rule in part.cite}:
        assert cited(protocol)[rule]
        assert "`" in found[rule]


@pytest.mark.parametrize("name", available())
def test_each_kind_of_case_shows_its_drawing_by_a_link_beside_the_page(name: str) -> None:
    protocol = protocol_of(name)
    page = protocol_page(read(name), {})
    for kind in protocol.kinds:
        assert f'<img src="{drawing_name(protocol, kind)}" alt="Stroomschema: ' in page
        assert (FOLDER / drawing_name(protocol, kind)).is_file()


def test_a_row_names_the_step_the_outcome_when_it_is_read_and_the_tests() -> None:
    found = rows(protocol_page(read("scala"), {"SCA-D2": ["tests/test_a.py::test_b"]}))
    assert (
        "stap “Strategie bepalen”, uitkomst “Valt er niet onder” (`ontsporing.strategie.buiten_bereik`)"
        in found["SCA-D2"]
    )
    assert "vraag “Wat heeft het met school te maken?” (`relatie`)" in found["SCA-D2"]
    assert "`tests/test_a.py::test_b`" in found["SCA-D2"]
    assert "bij het begin van “Mag ik dit plaatsen?”" in found["SCA-U3"]
    assert found["SCA-U3"].endswith("| - |")


def test_no_word_of_a_protocol_breaks_the_page() -> None:
    hostile = 'a | b\n\n# kop <script>alert(1)</script> `c` [d](e) "f"'
    protocol = Protocol.model_validate(
        {
            "protocol": "proef",
            "version": "1",
            "title": hostile,
            "articles": {"R-1": {"ref": hostile, "text": hostile, "shown": "zaak"}},
            "fields": {"motivering": {"type": "text", "label": hostile, "cite": "R-1"}},
            "kinds": {"zaak": {"label": hostile, "tasks": {"een": {"who": "directie", "label": "Eén"}}}},
        }
    )
    page = protocol_page(Source(protocol=protocol), {})
    assert "<script" not in page
    assert "\n# kop" not in page
    assert rows(page)["R-1"].replace(r"\|", "").count("|") == 6


def test_marks_are_found_on_a_test_a_class_a_file_and_a_parameter(tmp_path: Path) -> None:
    (tmp_path / "tests" / "deep").mkdir(parents=True)
    source = """
        import pytest
        pytestmark = [pytest.mark.rule("R-file"), pytest.mark.browser]
        CASES = [pytest.param(1, marks=pytest.mark.rule("R-listed"))]

        @pytest.mark.rule("R-1")
        @pytest.mark.rule("R-2", "R-3")
        def test_one() -> None: ...

        @pytest.mark.parametrize("a", [pytest.param(1, marks=[pytest.mark.rule("R-param")])])
        def test_two(a: int) -> None: ...

        @pytest.mark.parametrize("a", CASES)
        def test_three(a: int) -> None: ...

        @pytest.mark.rule("R-class")
        class TestFour:
            async def test_five(self) -> None: ...

        @pytest.mark.rule("R-none")
        def helper() -> None: ...
    """
    (tmp_path / "tests" / "deep" / "test_marks.py").write_text(dedent(source))
    found = {
        rule: [name.partition("::")[2] for name in names] for rule, names in marked_tests(tmp_path / "tests").items()
    }
    assert found.pop("R-file") == ["test_one", "test_two", "test_three", "TestFour::test_five"]
    assert found == {
        "R-1": ["test_one"],
        "R-2": ["test_one"],
        "R-3": ["test_one"],
        "R-param": ["test_two"],
        "R-listed": ["test_three"],
        "R-class": ["TestFour::test_five"],
    }


def test_only_rules_that_exist_are_marked_on_tests() -> None:
    known = {rule for name in available() for rule in protocol_of(name).articles}
    assert set(marked_tests()) <= known | set(kept_by_code())
