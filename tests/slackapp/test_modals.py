"""Forms become modals, what was typed comes back as answers, and what must stay typed stays."""

from typing import Any

import pytest

from slackapp import answers, drafts, keys, modals, plain, typed
from tests.slackapp.fakes import shown
from tests.slackapp.judge import judge_view
from workflows.cards.elements import Field, Form, Upload

YES_NO = (("ja", "Ja"), ("nee", "Nee"))


def view_of(*fields: Field, **more: Any) -> dict[str, Any]:
    view = modals.view(Form(**{"name": "f", "title": "Titel", "elements": fields, **more}))
    judge_view(view)
    return view


def element_of(field: Field) -> dict[str, Any]:
    element: dict[str, Any] = view_of(field)["blocks"][0]["element"]
    return element


def many(count: int) -> tuple[tuple[str, str], ...]:
    return tuple((f"o{n}", f"Optie {n}") for n in range(count))


@pytest.mark.parametrize(
    "field, kind",
    [
        (Field(key="a", label="A"), "plain_text_input"),
        (Field(key="a", label="A", type="longtext"), "plain_text_input"),
        (Field(key="a", label="A", type="url"), "url_text_input"),
        (Field(key="a", label="A", type="url", initial="geen adres"), "plain_text_input"),
        (Field(key="a", label="A", type="choice", options=YES_NO), "radio_buttons"),
        (Field(key="a", label="A", type="choice", options=many(6)), "static_select"),
        (Field(key="a", label="A", type="choice", options=(("a", "x" * 76),)), "static_select"),
        (Field(key="a", label="A", type="choice", options=many(250), initial="o249"), "static_select"),
        (Field(key="a", label="A", type="choices", options=many(10)), "checkboxes"),
        (Field(key="a", label="A", type="choices", options=many(11), initial=("o1", "o2")), "multi_static_select"),
        (Field(key="a", label="A", type="person"), "users_select"),
        (Field(key="a", label="A", type="people", initial=("U1",)), "multi_users_select"),
        (Field(key="a", label="A", type="date", initial="2026-11-20"), "datepicker"),
        (Field(key="a", label="A", type="file"), "file_input"),
    ],
)
def test_each_question_gets_the_input_that_fits(field: Field, kind: str) -> None:
    element = element_of(field)
    assert (element["type"], element["action_id"]) == (kind, "answer")


@pytest.mark.parametrize(
    "field",
    [
        Field(key="a", label="A", initial="dit"),
        Field(key="a", label="A", type="url", initial="https://a.nl"),
        Field(key="a", label="A", type="choice", options=YES_NO, initial="nee"),
        Field(key="a", label="A", type="choices", options=YES_NO, initial=("ja", "nee")),
        Field(key="a", label="A", type="person", initial="U1"),
        Field(key="a", label="A", type="people", initial=("U1", "U2")),
        Field(key="a", label="A", type="date", initial="2026-11-20"),
    ],
)
def test_what_was_filled_in_beforehand_stands_there(field: Field) -> None:
    assert answers.initial(element_of(field)) == field.initial


def test_a_modal_with_questions_can_always_be_sent_in() -> None:
    assert "submit" in view_of(Field(key="a", label="A"))
    assert "submit" not in modals.view(Form(name="f", title="F", elements=()))


def test_an_optional_question_with_a_hint_says_so() -> None:
    (block,) = view_of(Field(key="a", label="A", required=False, hint="Mag leeg", placeholder="Typ hier"))["blocks"]
    assert block["optional"] is True
    assert block["hint"]["text"] == "Mag leeg"
    assert block["element"]["placeholder"]["text"] == "Typ hier"


@pytest.mark.parametrize(
    "text, cut",
    [
        ("Kort", "Kort"),
        ("Melding van een online gesprek", "Melding van een online…"),
        ("Vertrouwenspersoonsoverleg", "Vertrouwenspersoonsover…"),
        ("Bekijk en beslis: zaak 2026-0012", "Bekijk en beslis: zaak…"),
    ],
)
def test_a_title_is_cut_between_words(text: str, cut: str) -> None:
    assert plain.title(text, 24) == cut
    assert len(cut) <= 24


def test_a_context_that_slack_would_lose_is_refused() -> None:
    with pytest.raises(modals.ContextError):
        modals.view(Form(name="f", title="F", elements=(), context={"a": "b" * 3000}))


def test_the_context_comes_back() -> None:
    assert answers.context(view_of(context={"case": "z1", "é": "ü"})) == {"case": "z1", "é": "ü"}


@pytest.mark.parametrize("unreadable", ["", "{", "[1]", "null", "3"])
def test_an_unreadable_context_is_none(unreadable: str) -> None:
    assert answers.context({"private_metadata": unreadable}) == {}


@pytest.mark.parametrize(
    "element, answer",
    [
        ({"type": "plain_text_input", "value": "dag \n"}, "dag"),
        ({"type": "plain_text_input", "value": "a\x00b\ud800"}, "ab?"),
        ({"type": "plain_text_input", "value": None}, ""),
        ({"type": "url_text_input", "value": "https://a.nl"}, "https://a.nl"),
        ({"type": "radio_buttons", "selected_option": {"value": "ja"}}, "ja"),
        ({"type": "radio_buttons", "selected_option": None}, ""),
        ({"type": "static_select", "selected_option": {"value": "ja"}}, "ja"),
        ({"type": "checkboxes", "selected_options": [{"value": "a"}, {"value": "b"}]}, ("a", "b")),
        ({"type": "checkboxes", "selected_options": []}, ()),
        ({"type": "users_select", "selected_user": "U1"}, "U1"),
        ({"type": "users_select", "selected_user": None}, ""),
        ({"type": "multi_users_select", "selected_users": ["U1", "U2"]}, ("U1", "U2")),
        ({"type": "datepicker", "selected_date": "2026-11-20"}, "2026-11-20"),
        ({"type": "file_input", "files": []}, ()),
        (
            {"type": "file_input", "files": [{"id": "F1", "name": "a.png", "size": 3, "mimetype": "image/png"}]},
            (Upload(id="F1", name="a.png", size=3, mimetype="image/png"),),
        ),
    ],
)
def test_an_answer_is_read_as_what_was_asked(element: dict[str, Any], answer: Any) -> None:
    assert answers.of_state({"values": {"vraag": {"answer-1": element}}}) == {"vraag": answer}


def test_no_state_is_no_answers() -> None:
    assert answers.of_state(None) == {}
    assert answers.of_state({}) == {}


FIELD = Field(key="a", label="A", initial="concept")
TYPED = {"type": "plain_text_input", "value": "zelf getypt"}


def action_id(form: Form, before: dict[str, Any], *, submitted: bool = False) -> str:
    return drafts.action_ids(form, before, submitted=submitted).get("a", "answer")


def test_a_form_that_is_shown_again_keeps_what_was_typed() -> None:
    before = shown(view_of(FIELD, context={"meer": "0"}), a=TYPED)
    again = Form(name="f", title="F", elements=(FIELD,), context={"meer": "1"})
    assert action_id(again, before) == "answer"


def test_words_that_the_desk_puts_in_are_shown() -> None:
    before = shown(view_of(FIELD), a=TYPED)
    filled = Form(name="f", title="F", elements=(Field(key="a", label="A", initial="zelf getypt, namens mijzelf"),))
    assert action_id(filled, before) == "answer-1"
    after = shown(modals.view(filled, {"a": "answer-1"}), a={**TYPED, "value": "toch anders"})
    assert action_id(filled, after) == "answer-1", "and edited again, they stay as they were edited"


def test_another_form_begins_empty() -> None:
    before = shown(view_of(FIELD), a=TYPED)
    assert action_id(Form(name="g", title="G", elements=(Field(key="a", label="A"),)), before) == "answer-1"


def test_the_next_task_in_the_same_form_begins_empty_and_a_warning_keeps_what_was_typed() -> None:
    before = shown(view_of(FIELD, context={"task": "1"}), a=TYPED)
    following = Form(name="f", title="F", elements=(FIELD,), context={"task": "2"})
    warned = Form(name="f", title="F", elements=(FIELD,), context={"task": "1", "gewaarschuwd": "1"})
    assert action_id(following, before, submitted=True) == "answer-1"
    assert action_id(warned, before, submitted=True) == "answer"


def submission(**changed: Any) -> str:
    view = {"id": "V1", "root_view_id": "V1", "callback_id": "f", "private_metadata": '{"task":"1","a":"b"}'}
    return keys.of_submission({**view, **changed})


def test_a_submission_that_comes_twice_has_one_key_whatever_was_typed() -> None:
    assert submission() == submission(state={"values": {"a": 1}}, hash="h2", private_metadata='{"a":"b","task":"1"}')
    assert submission().startswith("V1:f:")


@pytest.mark.parametrize(
    "changed", [{"id": "V2"}, {"root_view_id": "V0"}, {"callback_id": "g"}, {"private_metadata": '{"task":"2"}'}]
)
def test_another_step_has_another_key(changed: dict[str, Any]) -> None:
    assert submission() != submission(**changed)


@pytest.mark.parametrize(
    "sent, seen",
    [
        ("&lt;b&gt; &amp;amp;", "<b> &amp;"),
        ("<@U1|piet> <@U2> <!channel> <!subteam^S1|@team>", "@piet @U2 @channel @team"),
        ("<#C1|algemeen> <#C2>", "#algemeen #C2"),
        (
            "<https://a.nl/x|a.nl/x> <https://a.nl|lees dit> <mailto:a@b.nl|a@b.nl>",
            "https://a.nl/x lees dit (https://a.nl) a@b.nl",
        ),
        ("  los  ", "los"),
    ],
)
def test_slacks_notation_becomes_what_the_person_saw(sent: str, seen: str) -> None:
    assert typed.plain_words(sent) == seen
