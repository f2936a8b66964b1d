"""Cards become valid Block Kit, whatever people typed, and nothing they typed is read as markup."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from slackapp import blocks, modals, plain
from slackapp.screen import private
from tests.slackapp.judge import judge_message, judge_view, texts
from texts import say
from workflows.cards.elements import (
    Button,
    Buttons,
    Card,
    Confirm,
    Divider,
    Element,
    Facts,
    Field,
    Form,
    FormElement,
    Heading,
    Note,
    Progress,
    Quote,
    Text,
)

NASTY = [
    "<!channel>",
    "<@U1>",
    "*x* _y_ ~z~ `w`",
    "&lt;",
    "<b>",
    ":fire:",
    "> q",
    "\u202eRTL",
    "\x00\x1b",
    "😀" * 90,
    "",
]
words = st.one_of(
    st.sampled_from(NASTY),
    st.text(max_size=200),
    st.text(alphabet=st.characters(), max_size=40),
    st.integers(1, 8000).map(lambda size: "ab <c>& 😀\n" * (size // 10)),
)
ids = st.from_regex(r"[a-z_.]{1,20}", fullmatch=True)
confirms = st.builds(Confirm, title=words, text=words, yes=words, no=words)
buttons = st.builds(
    Button,
    text=words,
    action=ids,
    value=ids,
    style=st.sampled_from(["", "primary", "danger"]),
    confirm=st.none() | confirms,
    url=st.sampled_from(["", "https://example.nl/a"]),
)
elements: st.SearchStrategy[Element] = st.one_of(
    st.builds(Heading, text=words),
    st.builds(Text, text=words, strong=st.booleans()),
    st.builds(Quote, text=words),
    st.builds(Facts, pairs=st.lists(st.tuples(words, words), max_size=12).map(tuple)),
    st.builds(Note, text=words),
    st.just(Divider()),
    st.builds(Progress, done=st.integers(-5, 50), total=st.integers(-5, 50), label=words),
    st.builds(Buttons, items=st.lists(buttons, max_size=30).map(tuple)),
)
options = st.lists(st.tuples(ids, words), min_size=1, max_size=120, unique_by=lambda option: option[0]).map(tuple)
fields = st.builds(
    Field,
    key=ids,
    label=words,
    type=st.sampled_from(["text", "longtext", "url", "choice", "choices", "person", "people", "date", "file"]),
    options=options,
    required=st.booleans(),
    hint=words,
    placeholder=words,
    initial=words,
    max=st.integers(1, 5000),
)


def never_markup(made: Any) -> None:
    for part in texts(made):
        if part["type"] == "mrkdwn":
            assert not set("<>&_~`:") & set(part["text"])
            assert part["text"].count("*") == 2
        else:
            assert part.get("emoji", False) is False


@settings(max_examples=120, deadline=None)
@given(words, st.lists(elements, max_size=8).map(tuple))
def test_any_card_is_a_valid_message_without_markup(text: str, parts: tuple[Element, ...]) -> None:
    body = private(Card(text=text or "x", elements=parts))
    judge_message(body)
    never_markup(body["blocks"])
    assert not set("<>") & set(body["text"])
    assert plain.width(body["text"]) <= 4000


@settings(max_examples=120, deadline=None)
@given(words, words, st.lists(elements | fields, max_size=8).map(tuple))
def test_any_form_is_a_valid_modal_without_markup(title: str, word: str, parts: tuple[Any, ...]) -> None:
    keys = [part.key for part in parts if isinstance(part, Field)]
    unique: tuple[Any, ...] = tuple(part for part in parts if not isinstance(part, Field) or keys.count(part.key) == 1)
    view = modals.view(Form(name="form", title=title, elements=unique, submit=word, close=word))
    judge_view(view)
    never_markup(view)
    assert [block["block_id"] for block in view["blocks"] if block["type"] == "input"] == [
        part.key for part in unique if isinstance(part, Field)
    ]


@settings(max_examples=60, deadline=None)
@given(st.lists(elements, max_size=8).map(tuple))
def test_any_card_is_a_valid_home_page(parts: tuple[Element, ...]) -> None:
    judge_view(blocks.home(Card(text="Thuis", elements=parts)))


@given(st.text(max_size=300), st.integers(2, 50))
def test_splitting_a_text_loses_nothing_that_can_be_seen(text: str, most: int) -> None:
    parts = list(plain.pieces(text, most))
    assert all(plain.width(part) <= most for part in parts)
    assert "".join("".join(parts).split()) == "".join(plain.clean(text).split())


def test_a_long_text_becomes_several_sections() -> None:
    made = blocks.message(Card(text="x", elements=(Text(text="woord " * 1200),)))
    assert [block["type"] for block in made] == ["section"] * 3
    assert all(block["text"]["type"] == "plain_text" for block in made)


def test_a_message_that_is_too_long_says_that_there_is_more_and_keeps_its_buttons() -> None:
    button = Buttons(items=(Button(text="Bekijk", action="open", value="z1"),))
    made = blocks.message(Card(text="x", elements=(*[Text(text=f"regel {n}") for n in range(60)], button)))
    assert len(made) == 50
    assert made[-1]["type"] == "actions"
    assert made[-2]["elements"][0]["text"] == say("slack.more")


def test_a_modal_leaves_out_words_but_never_a_question() -> None:
    parts: list[FormElement] = [*(Text(text=f"regel {n}") for n in range(110)), Field(key="a", label="A")]
    view = modals.view(Form(name="f", title="F", elements=tuple(parts)))
    judge_view(view)
    assert view["blocks"][-1]["block_id"] == "a"
    assert view["blocks"][-2]["elements"][0]["text"] == say("slack.more")


def test_a_view_stays_under_the_size_that_slack_takes() -> None:
    view = modals.view(Form(name="f", title="F", elements=(Text(text="é" * 250_000),)))
    assert len(str(view).encode("ascii", "backslashreplace")) < 250_000


def test_facts_stand_side_by_side_with_a_bold_label() -> None:
    (made,) = blocks.message(Card(text="x", elements=(Facts(pairs=(("Zaak", "2026-12"), ("*Wie*", "<@U1>"))),)))
    assert [field["text"] for field in made["fields"]] == ["*Zaak*", "2026-12", "*Wie*", "<@U1>"]
    assert [field["type"] for field in made["fields"]] == ["mrkdwn", "plain_text", "plain_text", "plain_text"]


def test_a_fact_that_is_too_long_is_shown_whole() -> None:
    made = blocks.message(Card(text="x", elements=(Facts(pairs=(("A", "b"), ("C", "d" * 4000), ("E", "f"))),)))
    assert "".join(part["text"] for part in texts(made)).count("d") == 4000
    assert [block["type"] for block in made] == ["section", "rich_text", "section", "section", "section"]


@pytest.mark.parametrize(
    "done, total, full", [(0, 14, 0), (12, 14, 17), (14, 14, 20), (1, 1000, 1), (999, 1000, 19), (5, 0, 0), (9, 3, 20)]
)
def test_progress_is_full_only_when_everybody_is_there(done: int, total: int, full: int) -> None:
    (made,) = blocks.message(Card(text="x", elements=(Progress(done=done, total=total, label="gelezen"),)))
    label, bar = made["text"]["text"].split("\n")
    assert (label, bar.count("█"), len(bar)) == ("gelezen", full, 20)


def test_more_than_25_buttons_come_in_rows_with_names_of_their_own() -> None:
    items = tuple(Button(text=str(n), action="open", value=str(n)) for n in range(30))
    made = blocks.message(Card(text="x", elements=(Buttons(items=items), Buttons(items=items[:1]))))
    assert [len(block["elements"]) for block in made] == [25, 5, 1]
    judge_message({"text": "x", "blocks": made})


def test_an_id_that_does_not_fit_is_refused_rather_than_cut() -> None:
    with pytest.raises(blocks.LimitError):
        blocks.message(Card(text="x", elements=(Buttons(items=(Button(text="a", action="a", value="v" * 2001),)),)))


def test_a_notification_is_cut_between_letters() -> None:
    made = plain.notice("<" * 3000)
    assert plain.width(made) <= 4000
    assert made.removesuffix("…").replace("&lt;", "") == ""
