"""The time that is left, in words, and the order in which it makes things wait."""

from datetime import UTC, datetime, timedelta

import pytest

from workflows.cards.home_card import HomeSight, TaskLine, home_card, most_urgent_first
from workflows.cards.remaining import remaining
from workflows.engine.calendar import Calendar

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)  # a Tuesday, 10.00 in Amsterdam


@pytest.mark.parametrize(
    "due, urgent, said",
    [
        (NOW + timedelta(minutes=40), False, "nog 40 minuten"),
        (NOW + timedelta(seconds=20), False, "nog 1 minuut"),
        (NOW + timedelta(hours=2), False, "nog 2 uur"),
        (NOW + timedelta(hours=2, seconds=-1), False, "nog 2 uur"),
        (NOW + timedelta(hours=24), False, "nog 9 werkuren"),
        (NOW + timedelta(hours=48), False, "nog 2 werkdagen"),
        (NOW + timedelta(days=6), False, "nog 4 werkdagen"),
        (NOW + timedelta(hours=12), False, "nog 12 uur"),
        (NOW + timedelta(hours=20), True, "nog 20 uur"),
        (NOW - timedelta(hours=18), False, "te laat sinds gisteren 16.00 uur"),
        (NOW - timedelta(minutes=30), True, "te laat sinds vandaag 9.30 uur"),
    ],
)
def test_the_nearer_the_end_the_finer_it_is_told(due: datetime, urgent: bool, said: str) -> None:
    assert remaining(Calendar(), due, NOW, urgent=urgent) == said


def line(number: str, due: datetime | None, *, urgent: bool = False, left: str = "") -> TaskLine:
    return TaskLine(case_id=number, number=number, task=f"Taak {number}", due_at=due, urgent=urgent, left=left)


def test_spoed_stands_on_top_then_what_is_too_late_then_what_is_due_first() -> None:
    lines = [
        line("zonder", None),
        line("morgen", NOW + timedelta(days=1)),
        line("straks", NOW + timedelta(hours=1)),
        line("te laat", NOW - timedelta(hours=1)),
        line("spoed", NOW + timedelta(days=2), urgent=True),
    ]
    order = [one.number for one in most_urgent_first(lines, NOW)]
    assert order == ["spoed", "te laat", "straks", "morgen", "zonder"]


def test_the_home_page_says_until_when_and_how_long_and_offers_what_may_be_handed_over() -> None:
    lines = (
        line("1", NOW + timedelta(hours=2), left="nog 2 uur"),
        line("2", NOW - timedelta(hours=18), left="te laat sinds gisteren 16.00 uur"),
        line("3", None),
    )
    sight = HomeSight(
        name="Ingrid de Wit", starts=(), waiting=lines, mine=(), notices=(), now=NOW, handable=frozenset({"2"})
    )
    shown = str(home_card(sight).elements)
    assert "Taak 1 (vandaag voor 12.00 uur, nog 2 uur)" in shown
    assert "Taak 2 (te laat sinds gisteren 16.00 uur)" in shown
    assert "text='Taak 3'" in shown
    assert shown.count("Overdragen") == 1
    assert "Zaak 2 overdragen" in shown
