"""Nobody is missed in a year: three schools, some 250 people, holidays, illness, leavers, and people who forget."""

from datetime import UTC, datetime
from pathlib import Path

from models import cases, people
from tests.usecases.year import Year
from workflows.engine.case import Case
from workflows.usecases.carry import circle_of
from workflows.usecases.context import protocol_of

REPORTS = 28


def rows(year: Year, query: str) -> list[tuple[object, ...]]:
    with year.ctx.store.read() as tx:
        return [tuple(row) for row in tx.exec_driver_sql(query)]


def moment(value: object) -> datetime:
    return datetime.fromisoformat(str(value)).replace(tzinfo=UTC)


def every_case(year: Year) -> list[Case]:
    with year.ctx.store.read() as tx:
        found = [cases.load(tx, str(row[0])) for row in tx.exec_driver_sql("select id from cases")]
    return [one for one in found if one is not None]


def every_report_became_a_case_and_is_handled_or_overdue_at_somebody_with_a_name(year: Year) -> None:
    found = every_case(year)
    assert len(found) == year.sent == REPORTS
    with year.ctx.store.read() as tx:
        for case in [one for one in found if one.state == "open"]:
            assert case.open_rounds(), case.number
            for waits in case.open_rounds():
                names = people.named(tx, [one.person for one in waits.assignees])
                assert names, (case.number, waits.task)
                assert any(one.active and one.name and one.member for one in names.values()), (case.number, waits.task)
    handled = sum(one.state != "open" for one in found)
    assert handled > REPORTS // 3, f"only {handled} of {REPORTS} came to an end: this year proves little"


def nothing_is_left_in_the_outbox_and_nothing_failed(year: Year) -> None:
    states = dict(rows(year, "select state, count(*) from deliveries where type = 'post' group by state"))
    assert set(states) <= {"sent", "moot"}, states


def nobody_is_reminded_or_told_the_overview_in_quiet_time_without_spoed(year: Year) -> None:
    said = rows(year, "select key, case_id, quiet, sent_at from deliveries where state = 'sent'")
    quiet = [one for one in said if str(one[0]).startswith(("remind:", "before:", "digest:"))]
    assert len(quiet) > REPORTS
    urgent = {case.id for case in every_case(year) if case.fact("spoed") == "ja"}
    schools = {case.id: case.school for case in every_case(year)}
    for key, case_id, school, at in quiet:
        if case_id not in urgent:
            where = schools.get(str(case_id), str(school))
            assert year.ctx.calendar(where).is_open(moment(at)), (key, at)


def nothing_is_handed_on_in_quiet_time_without_spoed(year: Year) -> None:
    handed = rows(year, "select case_id, at from entries where type = 'doorgegeven'")
    assert handed
    known = {case.id: case for case in every_case(year)}
    for case_id, at in handed:
        case = known[str(case_id)]
        assert case.fact("spoed") == "ja" or year.ctx.calendar(case.school).is_open(moment(at)), (case.number, at)


def every_first_card_is_sent_within_the_tick_in_which_it_was_made(year: Year) -> None:
    cards = rows(year, "select key, created_at, sent_at from deliveries where slot like 'card:%' and type = 'post'")
    assert len(cards) > REPORTS
    late = [one for one in cards if one[2] is not None and moment(one[2]) != moment(one[1])]
    assert late == []


def nobody_gets_the_overview_twice_on_a_day(year: Year) -> None:
    got = [(at.date(), to) for at, to, key, _ in year.phones.log if key.startswith("digest:")]
    assert len(got) == len(set(got))


def at_the_end_everybody_who_is_asked_may_and_can_act(year: Year) -> None:
    """Whoever stands there works here, is not away, and is not who the case is about."""
    with year.ctx.store.read() as tx:
        for case in [one for one in every_case(year) if one.state == "open"]:
            circle = circle_of(year.ctx, tx, protocol_of(year.ctx, tx, case.protocol), case)
            for waits in case.open_rounds():
                asked = [circle.people[one.person] for one in waits.assignees]
                assert any(one.active and not one.absence(case.school, circle.today) for one in asked), case.number


def test_a_year_in_which_nobody_is_missed(tmp_path: Path) -> None:
    """One test and not one for each property: with more of them each worker would play the year for itself."""
    played = Year(tmp_path, f"sqlite:///{tmp_path / 'jaar.db'}", seed=2026, reports=REPORTS)
    try:
        played.play()
        every_report_became_a_case_and_is_handled_or_overdue_at_somebody_with_a_name(played)
        nothing_is_left_in_the_outbox_and_nothing_failed(played)
        nobody_is_reminded_or_told_the_overview_in_quiet_time_without_spoed(played)
        nothing_is_handed_on_in_quiet_time_without_spoed(played)
        every_first_card_is_sent_within_the_tick_in_which_it_was_made(played)
        nobody_gets_the_overview_twice_on_a_day(played)
        at_the_end_everybody_who_is_asked_may_and_can_act(played)
    finally:
        played.ctx.store.close()
