"""How far a notice has come, in words: under way, afterwards, when stopped, and without a button."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from workflows.cards.case_sight import Running
from workflows.cards.elements import Button, Buttons
from workflows.cards.notice_progress import progress, progress_label
from workflows.cards.notice_status import StatusSight, status_form, why_unreached

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
DONE = Running(id="n", text="x", state="running", read=3, total=10, failed=0, posts=10, sent=10)


@pytest.mark.parametrize(
    "running, label, bar",
    [
        (DONE, "3 van 10 gelezen.", (3, 10)),
        (replace(DONE, sent=4, waiting=6), "Verstuurd: 4 van 10.", (4, 10)),
        (replace(DONE, asks=False), "Verstuurd: 10 van 10.", (10, 10)),
        (replace(DONE, sent=8, failed=2), "3 van 10 gelezen. 2 niet bereikt.", (3, 10)),
        (
            replace(DONE, sent=9, uncertain=1),
            "3 van 10 gelezen. Van 1 persoon weten we nog niet of het bericht er is.",
            (3, 10),
        ),
        (
            replace(DONE, sent=7, uncertain=3),
            "3 van 10 gelezen. Van 3 mensen weten we nog niet of het bericht er is.",
            (3, 10),
        ),
        (
            replace(DONE, sent=4, stopped_at=NOW),
            "Gestopt, vandaag om 10.00 uur. Verstuurd: 4 van 10. 3 van 10 gelezen.",
            (4, 10),
        ),
        (replace(DONE, posts=0, sent=0, channel="sent"), "3 van 10 gelezen.", (3, 10)),
        (replace(DONE, posts=0, sent=0, channel="sent", asks=False), "Het bericht staat in het kanaal.", (0, 10)),
        (
            replace(DONE, posts=0, sent=0, channel="failed"),
            "3 van 10 gelezen. In het kanaal zetten is niet gelukt.",
            (3, 10),
        ),
        (
            replace(DONE, posts=0, sent=0, read=0, channel="moot", stopped_at=NOW),
            "Gestopt, vandaag om 10.00 uur. Het bericht is niet in het kanaal gezet.",
            (0, 10),
        ),
        (
            replace(DONE, posts=0, sent=0, read=0, channel="sending", stopped_at=NOW),
            "Gestopt, vandaag om 10.00 uur. Het bericht wordt in het kanaal gezet.",
            (0, 10),
        ),
        (
            replace(DONE, sent=4, read=0, channel="moot", stopped_at=NOW),
            "Gestopt, vandaag om 10.00 uur. Verstuurd: 4 van 10. Het bericht is niet in het kanaal gezet.",
            (4, 10),
        ),
        (
            replace(DONE, state="lifting", asks=False, read=0, total=0, posts=0, sent=0),
            "Niemand had de mededeling gekregen. Er is geen bericht verstuurd.",
            (0, 0),
        ),
    ],
)
def test_what_is_told_of_a_notice(running: Running, label: str, bar: tuple[int, int]) -> None:
    assert progress_label(running, NOW) == label
    shown = progress(running, NOW)
    assert (shown.done, shown.total) == bar


@pytest.mark.parametrize(
    "reason, words",
    [
        ("channel_not_found", "Slack kent dit account niet meer. (2)"),
        ("Deze persoon werkt hier niet meer.", "Deze persoon werkt hier niet meer. (2)"),
        ("some_new_word", "Slack weigerde het bericht (some_new_word). (2)"),
    ],
)
def test_why_somebody_was_not_reached_is_said_in_plain_words(reason: str, words: str) -> None:
    assert why_unreached(reason, 2) == words


@pytest.mark.parametrize(
    "running, buttons",
    [
        (DONE, ["Herinnering plannen", "Tekst verbeteren"]),
        (replace(DONE, waiting=3), ["Herinnering plannen", "Tekst verbeteren", "Stoppen"]),
        (replace(DONE, stopped_at=NOW), ["Herinnering plannen", "Tekst verbeteren", "Verder versturen"]),
        (replace(DONE, asks=False), ["Tekst verbeteren"]),
        (replace(DONE, read=10), ["Tekst verbeteren"]),
        (replace(DONE, sent=0, stopped_at=NOW), ["Tekst verbeteren", "Verder versturen"]),
        (replace(DONE, posts=0, sent=0, channel="moot", stopped_at=NOW), ["Tekst verbeteren", "Verder versturen"]),
        (replace(DONE, posts=0, sent=0, channel="waiting"), ["Herinnering plannen", "Tekst verbeteren", "Stoppen"]),
        (replace(DONE, posts=0, sent=0, channel="sent"), ["Herinnering plannen", "Tekst verbeteren"]),
        (replace(DONE, state="replaced", waiting=3), []),
        (replace(DONE, state="lifting", waiting=3), []),
    ],
)
def test_who_steers_a_notice_can_do_what_still_makes_sense(running: Running, buttons: list[str]) -> None:
    form = status_form(StatusSight(running=running, number="1", now=NOW, steers=True, lift="c|opheffen|1"))
    assert [one.text for one in _buttons(form.elements)] == buttons
    looks = status_form(StatusSight(running=running, number="1", now=NOW))
    assert _buttons(looks.elements) == []


def _buttons(elements: object) -> list[Button]:
    assert isinstance(elements, tuple)
    return [button for one in elements if isinstance(one, Buttons) for button in one.items]
