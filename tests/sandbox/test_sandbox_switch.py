"""The switch in the bar: what whoever starts the sandbox lets people choose, one change at a time."""

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest
import requests

from sandbox.switch import Choice, Switch, SwitchRefused
from tests.sandbox.conftest import Hands

BEGIN = Callable[..., AbstractContextManager[Hands]]
CHOICES = (Choice("thee", "Thee van de dag"), Choice("koffie", "Koffie"), Choice("soep", "Soep"))


class Kitchen:
    """Serves one thing; soup is not made, and nothing is poured while ``tap`` is closed."""

    def __init__(self) -> None:
        self.poured = "thee"
        self.tap, self.asked = threading.Event(), threading.Event()
        self.tap.set()

    def pour(self, value: str) -> str:
        self.asked.set()
        assert self.tap.wait(5)
        if value == "soep":
            raise SwitchRefused("Er is geen soep.")
        self.poured = value
        return f"Er is nu {value}."

    def switch(self) -> Switch:
        return Switch(label="Drinken", choices=lambda: CHOICES, current=lambda: self.poured, apply=self.pour)


@pytest.fixture
def kitchen() -> Kitchen:
    return Kitchen()


@pytest.fixture
def served(sandbox: BEGIN, kitchen: Kitchen) -> Iterator[Hands]:
    with sandbox(switch=kitchen.switch()) as hands:
        yield hands


@contextmanager
def half_way(hands: Hands, kitchen: Kitchen, value: str) -> Iterator[list[dict[str, object]]]:
    """A change that has begun and cannot end before the block does; its answer is there afterwards."""
    answers: list[dict[str, object]] = []
    kitchen.tap.clear()
    thread = threading.Thread(target=lambda: answers.append(hands.post("switch", value=value)))
    thread.start()
    assert kitchen.asked.wait(5)
    yield answers
    kitchen.tap.set()
    thread.join(5)


def test_everybody_sees_what_can_be_chosen_and_what_is_in_force(served: Hands) -> None:
    seen = served.sees("U02LEIDER")["switch"]
    assert seen["label"] == "Drinken"
    assert seen["choices"][0] == {"value": "thee", "label": "Thee van de dag"}
    assert (seen["current"], seen["busy"]) == ("thee", False)


def test_a_choice_is_made_so_and_answered_with_a_sentence(served: Hands) -> None:
    assert served.post("switch", value="koffie") == {"ok": True, "sentence": "Er is nu koffie."}
    assert served.sees("U01MELDER")["switch"]["current"] == "koffie"


def test_a_refusal_is_a_sentence_and_changes_nothing(served: Hands) -> None:
    said = served.post("switch", value="soep")
    assert said == {"ok": False, "error": "switch_refused", "sentence": "Er is geen soep."}
    seen = served.sees("U01MELDER")["switch"]
    assert (seen["current"], seen["busy"]) == ("thee", False)


def test_what_is_not_on_the_list_is_never_asked_for(served: Hands, kitchen: Kitchen) -> None:
    assert served.post("switch", value="/etc/passwd")["error"] == "unknown_choice"
    assert served.post("switch")["error"] == "unknown_choice"
    assert not kitchen.asked.is_set()


def test_a_sandbox_without_a_switch_shows_none(hands: Hands) -> None:
    assert hands.sees("U01MELDER")["switch"] is None
    assert hands.post("switch", value="koffie")["error"] == "unknown_choice"


def test_while_one_change_is_under_way_a_second_is_refused_and_everybody_sees_it(
    served: Hands, kitchen: Kitchen
) -> None:
    with half_way(served, kitchen, "koffie") as answers:
        assert served.post("switch", value="thee") == {"ok": False, "error": "switch_busy"}
        assert served.sees("U02LEIDER")["switch"]["busy"] is True
    assert answers[0]["ok"] is True
    assert served.sees("U02LEIDER")["switch"]["busy"] is False
    assert served.post("switch", value="thee")["ok"]


def test_a_page_that_polls_hears_of_a_change(served: Hands) -> None:
    url = f"{served.base}/driver/view"
    served.sees("U01MELDER")  # the first look makes the conversation with the app
    me = {"user": "U01MELDER"}
    seen = {"If-None-Match": requests.get(url, params=me, timeout=5).headers["ETag"]}
    assert requests.get(url, params=me, headers=seen, timeout=5).status_code == 304
    served.post("switch", value="koffie")
    assert requests.get(url, params=me, headers=seen, timeout=5).status_code == 200


def test_after_something_unforeseen_the_switch_can_be_used_again(sandbox: BEGIN) -> None:
    def fail(value: str) -> str:
        if value == "soep":
            raise ZeroDivisionError
        return "Klaar."

    switch = Switch(label="Drinken", choices=lambda: CHOICES, current=lambda: "thee", apply=fail)
    with sandbox(switch=switch) as hands:
        assert requests.post(f"{hands.base}/driver/switch", json={"value": "soep"}, timeout=5).status_code == 500
        assert hands.sees("U01MELDER")["switch"]["busy"] is False
        assert hands.post("switch", value="koffie")["ok"]
