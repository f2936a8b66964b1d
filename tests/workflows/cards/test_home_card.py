"""A list on the home page that is longer than the page says so, and how to reach the rest."""

from dataclasses import replace

import pytest

from slackapp import blocks
from tests.workflows.cards.test_leave_form import full_page
from workflows.cards.elements import Button, Buttons, Note
from workflows.cards.home_card import HomeSight, Rest, TaskLine, home_card


def page(waiting: int, **more: object) -> HomeSight:
    lines = [
        TaskLine(case_id=f"c{one}", number=f"n{one}", task="t", due_at=None, urgent=False) for one in range(waiting)
    ]
    plain = replace(full_page(), waiting=tuple(lines), mine=(), notices=(), leave=None)
    return replace(plain, **more)  # type: ignore[arg-type]


def said(sight: HomeSight) -> list[str]:
    return [one.text for one in home_card(sight).elements if isinstance(one, Note) and "En nog" in one.text]


def opened(sight: HomeSight) -> list[str]:
    found = [item for one in home_card(sight).elements if isinstance(one, Buttons) for item in one.items]
    return [one.value for one in found if isinstance(one, Button) and one.action == "case.view"]


@pytest.mark.parametrize("waiting", [0, 1, 15])
def test_a_list_that_is_whole_says_nothing_more(waiting: int) -> None:
    assert said(page(waiting)) == []
    assert len(opened(page(waiting))) == waiting


def test_fifty_tasks_show_fifteen_and_say_that_there_are_thirty_five_more() -> None:
    [text] = said(page(50))
    assert len(opened(page(50))) == 15
    assert text.startswith("En nog 35. ")
    assert "/ruggespraak n15" in text


def test_what_waits_in_a_case_that_is_shown_is_not_counted_again() -> None:
    sight = page(16)
    sight = replace(sight, waiting=(*sight.waiting, replace(sight.waiting[0], task="nog iets")))
    assert said(sight)[0].startswith("En nog 1. ")


def test_more_than_is_counted_says_more_than() -> None:
    sight = page(50, beyond=True)
    assert "Wacht op u (meer dan 50)" in str(home_card(sight).elements)
    assert said(sight)[0].startswith("En nog meer dan 35. ")


def test_ones_own_cases_say_how_many_are_left_out() -> None:
    sight = page(0, mine=full_page().mine, rest=Rest(count=21, number="2026-0021"))
    assert said(sight)[0].startswith("En nog 21. ")
    assert "/ruggespraak 2026-0021" in said(sight)[0]


@pytest.mark.parametrize("notices", range(6))
def test_the_fullest_page_fits_and_both_lists_still_say_that_they_go_on(notices: int) -> None:
    full = full_page()
    sight = replace(
        full,
        waiting=page(50).waiting,
        notices=full.notices * notices,
        rest=Rest(count=21, number="x"),
        answers_requests=True,
        unlisted=True,
        beyond=True,
    )
    made = blocks.home(home_card(sight))["blocks"]
    assert len(made) <= 100
    assert "Er is meer dan hier past" not in str(made)
    assert len(said(sight)) >= 2
    assert len(opened(sight)) >= 15
