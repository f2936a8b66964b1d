"""How many a notice goes to, in words that are right for one person, for many, and for nobody."""

from typing import Literal

import pytest

from workflows.cards.elements import Form, Text
from workflows.cards.notice_forms import Plan, compose_form, preview_form

Sort = Literal["notice", "fix", "lift"]


@pytest.mark.parametrize(
    "sort, count, words",
    [
        ("notice", 1, "U vraagt 1 persoon om niet te reageren."),
        ("notice", 15, "U vraagt 15 mensen om niet te reageren."),
        ("fix", 1, "De nieuwe tekst gaat opnieuw naar 1 persoon."),
        ("lift", 1, "U laat 1 persoon weten dat de mededeling voorbij is."),
        ("lift", 0, "Niemand heeft de mededeling gekregen. Er gaat geen bericht uit."),
    ],
)
def test_the_form_begins_with_how_many_it_is_for(sort: Sort, count: int, words: str) -> None:
    assert words in _first(compose_form(Plan(text="x", via="direct", people=count, sort=sort), {}))


@pytest.mark.parametrize(
    "plan, words",
    [
        (Plan(text="x", via="direct", people=1, sort="notice"), "Dit gaat naar 1 persoon, als direct bericht."),
        (
            Plan(text="x", via="direct", people=1, sort="notice", has_schools=True),
            "Dit gaat naar 1 persoon van deze school, als direct bericht.",
        ),
        (
            Plan(text="x", via="kanaal", people=20, sort="notice", has_schools=True, scope="alle"),
            "Dit gaat naar 20 mensen van alle scholen, in het mededelingenkanaal.",
        ),
        (Plan(text="x", via="", people=0, sort="lift"), "Niemand heeft de mededeling gekregen."),
    ],
)
def test_the_last_look_says_to_how_many_it_goes(plan: Plan, words: str) -> None:
    assert words in _first(preview_form(plan, {"notice": "n"}))


def _first(form: Form) -> str:
    text = form.elements[0]
    assert isinstance(text, Text)
    return text.text
