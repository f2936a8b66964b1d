"""The page on names tells what is measured, and what is measured is good enough."""

from tests.names_page import PAGE, PARTS, figures, sentences, with_table


def test_the_table_of_the_page_is_what_is_measured() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert with_table(page) == page, "run python -m tests.names_page"


def test_the_sentences_are_many_and_half_of_them_name_somebody() -> None:
    everything = sentences()
    assert len({one.text for one in everything}) == len(everything) >= 240
    assert {one.part for one in everything} == set(PARTS)
    for part in PARTS:
        named = [bool(one.names) for one in everything if one.part == part]
        assert len(named) >= 120
        assert 0.45 < sum(named) / len(named) < 0.55


def test_each_name_stands_in_its_sentence() -> None:
    assert [one for one in sentences() if any(name not in one.text for name in one.names)] == []


def test_names_are_found_and_false_alarms_are_few_where_nothing_was_adjusted() -> None:
    found = figures([one for one in sentences() if one.part == "proef"])
    assert found.hits >= 0.90 * found.named
    assert found.found >= 0.90 * found.names
    assert found.alarms <= 0.10 * found.bare
