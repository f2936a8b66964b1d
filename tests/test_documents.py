"""What the documents for a privacy officer and a security engineer refer to is there."""

import re
from pathlib import Path

import pytest

from tests.play import ROOT

_PAGES = (
    "ARCHITECTURE.md",
    "SECURITY.md",
    "docs/threat-model.md",
    "docs/rechten.md",
    "docs/privacy/dpia.md",
    "docs/privacy/verwerkingsregister.md",
    "docs/privacy/slack.md",
)


@pytest.mark.parametrize("document", _PAGES)
def test_every_page_that_a_document_links_to_is_there(document: str) -> None:
    text = (ROOT / document).read_text(encoding="utf-8")
    links = [one.partition("#")[0] for one in re.findall(r"\]\(([^)\s]+)\)", text) if "://" not in one]
    gone = [one for one in links if one and not ((ROOT / document).parent / one).exists()]
    assert gone == []


def test_every_test_that_the_threat_model_names_is_there() -> None:
    text = (ROOT / "docs/threat-model.md").read_text(encoding="utf-8")
    named = re.findall(r"`((?:tests|requirements|Dockerfile)[\w./-]*)`", text)
    assert len(named) > 30
    assert [one for one in named if not Path(ROOT / one).exists()] == []


def test_every_threat_names_what_shows_that_it_is_stopped() -> None:
    table = (ROOT / "docs/threat-model.md").read_text(encoding="utf-8").partition("## Who could do what")[2]
    rows = [line for line in table.partition("## What is not")[0].splitlines() if line.startswith("| ")][1:]
    assert rows
    assert [row for row in rows if "`" not in row.rsplit("|", 2)[1]] == []


@pytest.mark.parametrize("decision", sorted((ROOT / "docs/decisions").glob("002[2-9]*.md")), ids=lambda one: one.stem)
def test_a_decision_says_why_what_then_what_follows_and_which_checks_hold_it(decision: Path) -> None:
    text = decision.read_text(encoding="utf-8")
    parts = ["Context", "Decision", "Consequences", "Checks"]
    assert [one for one in re.findall(r"^\*\*(\w+)\.\*\*", text, re.MULTILINE) if one in parts] == parts
    named, folder, gone = re.findall(r"`([\w./-]+\.(?:py|md))`", text.partition("**Checks.**")[2]), ROOT, []
    for one in named:
        folder = (ROOT / one).parent if "/" in one else folder
        gone += [] if (folder / Path(one).name).exists() else [one]
    assert named
    assert gone == []
