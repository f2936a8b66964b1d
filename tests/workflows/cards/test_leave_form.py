"""Days away on the home page: never more than Slack shows, and one's own days before all else."""

from dataclasses import replace
from datetime import UTC, date, datetime

from slackapp import blocks
from workflows.cards.case_sight import Running
from workflows.cards.elements import Buttons, Heading, Text
from workflows.cards.home_card import CaseLine, HomeSight, NoticeLine, TaskLine, home_card
from workflows.cards.leave_form import LeaveSight
from workflows.cards.leave_words import Cover, LeaveLine, period

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
TODAY = NOW.date()


def line(number: int, name: str = "") -> LeaveLine:
    cover = Cover(schools=("A",), deputy="Bas Mulder")
    return LeaveLine(id=f"l{number}", first=date(2026, 12, number), last=None, name=name, covers=(cover,))


def full_page() -> HomeSight:
    notice = Running(id="n", text="x", state="running", read=1, total=2, failed=0)
    waiting = [TaskLine(case_id=f"c{one}", number=f"{one}", task="t", due_at=None, urgent=False) for one in range(30)]
    mine = [CaseLine(case_id=f"m{one}", number=f"{one}", kind="k", state="open") for one in range(10)]
    leave = LeaveSight(
        today=TODAY,
        away="U bent afwezig.",
        own=tuple(line(one) for one in range(1, 9)),
        team=tuple(line(one, "Ingrid") for one in range(1, 20)),
        leads=True,
    )
    return HomeSight(
        name="Marjan",
        starts=(("ontsporing", "Melden"),),
        waiting=tuple(waiting),
        mine=tuple(mine),
        notices=(NoticeLine(id="n", text="x", asks=True, running=notice),),
        now=NOW,
        leave=leave,
    )


def test_a_full_page_fits_and_every_button_has_its_text() -> None:
    page = home_card(full_page())
    made = blocks.home(page)["blocks"]
    assert len(made) <= 100
    assert "Er is meer dan hier past" not in str(made)
    assert len(made) == len(page.elements)


def test_with_room_three_periods_of_ones_own_and_ten_of_others_are_shown() -> None:
    page = home_card(replace(full_page(), waiting=(), mine=(), notices=()))
    ends = [one.value for row in page.elements if isinstance(row, Buttons) for one in row.items if one.confirm]
    assert len(ends) == 13
    assert "En nog 9 keer afwezigheid" in str(page.elements)


def test_who_is_not_on_the_staff_list_has_no_such_part() -> None:
    page = home_card(replace(full_page(), leave=None))
    assert not [one for one in page.elements if isinstance(one, Heading | Text) and "fwezig" in one.text]


def test_days_read_right_whenever_they_are_read() -> None:
    monday, friday = date(2026, 11, 30), date(2026, 12, 4)
    assert period(monday, friday, TODAY) == "van maandag 30 november tot en met vrijdag 4 december"
    assert period(monday, monday, TODAY) == "op maandag 30 november"
    assert period(monday, None, TODAY) == "vanaf maandag 30 november, tot nader bericht"
    assert period(date(2027, 1, 4), None, TODAY) == "vanaf maandag 4 januari 2027, tot nader bericht"
