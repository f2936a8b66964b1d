"""How long a case is kept: never shorter than its rule says, and of several dossiers the longest."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from texts import has
from workflows.engine.calendar import AMSTERDAM
from workflows.engine.case import Case, Fact
from workflows.engine.conditions import FAST_FACT, FAST_VALUE
from workflows.engine.retention import (
    ANNOUNCED,
    MONTHS,
    MOST_MONTHS,
    Retention,
    announced,
    is_near,
    rule_of,
    until,
)
from workflows.school_lines import Kept

MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2060, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 (bounds)
TERMS = st.integers(1, MOST_MONTHS)
NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
PLAIN = Case(
    id="c", number="n", kind="ontsporing", protocol="d", school="A", melder="p", owner="directie", created_at=NOW,
    state="closed", closed_at=NOW,
)  # fmt: skip
FAST = replace(PLAIN, facts={FAST_FACT: Fact(value=FAST_VALUE, by="p", at=NOW)})
RULES = Retention().of("A")


@given(MOMENTS, TERMS)
def test_a_case_is_never_destroyed_before_so_many_months_after_it_ended(closed: datetime, months: int) -> None:
    last, day = until(closed, months), closed.astimezone(AMSTERDAM).date()
    assert last > day
    passed = (last.year - day.year) * 12 + last.month - day.month
    assert passed == months
    assert last.day == day.day or (last.day < day.day and (last + timedelta(days=1)).day == 1)


@given(MOMENTS, TERMS, TERMS)
def test_a_longer_term_never_ends_earlier(closed: datetime, one: int, other: int) -> None:
    assert until(closed, min(one, other)) <= until(closed, max(one, other))


@given(MOMENTS, MOMENTS, TERMS)
def test_what_ends_later_is_never_over_earlier(one: datetime, other: datetime, months: int) -> None:
    assert until(min(one, other), months) <= until(max(one, other), months)


@given(MOMENTS, TERMS, st.dates(date(2020, 1, 1), date(2060, 1, 1)))
def test_what_is_announced_leaves_a_month_whenever_that_happens(closed: datetime, months: int, today: date) -> None:
    last = announced(until(closed, months), today)
    assert last >= today + ANNOUNCED
    assert last == until(closed, months) or is_near(until(closed, months), today)


@given(st.dictionaries(st.sampled_from(sorted(MONTHS)), TERMS), st.sets(st.sampled_from(["personeel", "leerling"])))
def test_of_several_dossiers_the_longest_term_holds(months: dict[str, int], types: set[str]) -> None:
    rules = Retention(default=months).of("A")
    found = rule_of(rules, [PLAIN], types)
    terms = {rule.key: rule.months for rule in rules}
    names = {"personeel": "personeelsdossier", "leerling": "leerlingdossier"}
    assert found.months == max((terms[names[one]] for one in types), default=terms["zonder_dossier"])


@pytest.mark.parametrize(
    "closed, months, last",
    [
        (datetime(2026, 11, 24, 9, tzinfo=UTC), 24, date(2028, 11, 24)),
        (datetime(2026, 8, 31, 9, tzinfo=UTC), 6, date(2027, 2, 28)),
        (datetime(2028, 2, 29, 9, tzinfo=UTC), 12, date(2029, 2, 28)),
        (datetime(2026, 12, 31, 23, 30, tzinfo=UTC), 1, date(2027, 2, 1)),
        (datetime(2026, 6, 30, 22, 30, tzinfo=UTC), 3, date(2026, 10, 1)),
    ],
)
def test_months_are_counted_on_the_local_day_and_end_with_the_month(closed: datetime, months: int, last: date) -> None:
    assert until(closed, months) == last


@pytest.mark.rule("X-8")
@pytest.mark.rule("X-9")
def test_a_dossier_is_kept_for_two_years_and_a_report_without_one_shorter() -> None:
    assert [rule_of(RULES, [PLAIN], [type_]).months for type_ in ("personeel", "leerling")] == [24, 24]
    assert rule_of(RULES, [PLAIN], []).months == 12


@pytest.mark.parametrize(
    "case, dossiers, key",
    [
        (PLAIN, [], "zonder_dossier"),
        (PLAIN, ["iets_nieuws"], "zonder_dossier"),
        (replace(PLAIN, kind="pers"), [], "pers"),
        (replace(PLAIN, kind="van_een_school"), [], "zonder_dossier"),
        (replace(PLAIN, state="withdrawn"), [], "ingetrokken"),
        (replace(PLAIN, state="withdrawn"), ["leerling"], "leerlingdossier"),
        (FAST, ["personeel"], "vertrouwelijk"),
        (replace(FAST, state="withdrawn"), [], "vertrouwelijk"),
    ],
)
def test_how_it_ended_and_what_was_filed_say_which_rule_holds(case: Case, dossiers: list[str], key: str) -> None:
    assert rule_of(RULES, [case], dossiers).key == key


def test_what_was_merged_into_a_case_can_make_its_term_longer() -> None:
    assert rule_of(RULES, [PLAIN, replace(FAST, id="d", state="merged")], []).key == "vertrouwelijk"


def test_a_school_has_its_own_terms_and_every_rule_has_a_name_and_a_source() -> None:
    found = Retention(schools={"Noord": {"pers": 6}})
    assert {rule.key: rule.months for rule in found.of("Noord")} == {**MONTHS, "pers": 6}
    assert {rule.key: rule.months for rule in found.of("Zuid")} == dict(MONTHS)
    assert all(has(rule.name) and has(rule.source) for rule in RULES)
    assert set(get_args(Kept)) == set(MONTHS)
