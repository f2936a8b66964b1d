"""What goes wrong on purpose, what is limited, what is counted, and how time and restarts behave."""

import http.client
import time
import urllib.error
from datetime import datetime

import pytest
import requests
from slack_sdk.errors import SlackApiError

from sandbox.clock import ZONE
from sandbox.options import Limits

SANNE = "U01MELDER"
LOST = (urllib.error.URLError, http.client.HTTPException, ConnectionError)


def test_a_planned_refusal_comes_with_a_waiting_time(hands):
    hands.post("faults", method="chat.postMessage", times=2, status=429, retry_after=7)
    for _ in range(2):
        with pytest.raises(SlackApiError) as caught:
            hands.client.chat_postMessage(channel=SANNE, text="x")
        assert caught.value.response.status_code == 429
        assert caught.value.response.headers["Retry-After"] == "7"
    hands.client.chat_postMessage(channel=SANNE, text="x")
    assert requests.get(f"{hands.base}/driver/calls", timeout=5).json()["counts"]["chat.postMessage"] == 3


def test_a_lost_answer_can_hide_a_message_that_arrived(hands):
    hands.post("faults", method="chat.postMessage", reset="after")
    with pytest.raises(LOST):
        hands.client.chat_postMessage(channel=SANNE, text="toch aangekomen")
    hands.post("faults", method="chat.postMessage", reset="before")
    with pytest.raises(LOST):
        hands.client.chat_postMessage(channel=SANNE, text="nooit aangekomen")
    assert [message["text"] for message in hands.direct(SANNE)] == ["toch aangekomen"]


def test_slack_can_be_slow_or_say_what_it_likes(hands):
    hands.post("faults", method="*", delay=0.2)
    begun = time.monotonic()
    hands.client.auth_test()
    assert time.monotonic() - begun >= 0.2
    hands.post("faults", method="auth.test", error="fatal_error")
    with pytest.raises(SlackApiError, match="fatal_error"):
        hands.client.auth_test()


def test_a_bucket_lets_a_burst_through_and_then_refuses(sandbox):
    with sandbox(limits={"chat.postMessage": Limits(per_second=1, burst=3)}) as hands:
        for _ in range(3):
            hands.client.chat_postMessage(channel=SANNE, text="x")
        with pytest.raises(SlackApiError, match="ratelimited"):
            hands.client.chat_postMessage(channel=SANNE, text="x")
        hands.client.users_info(user=SANNE)


def test_the_clock_moves_and_another_process_can_read_it(sandbox, tmp_path):
    file = tmp_path / "clock"
    with sandbox(clock_file=file) as hands:
        early = hands.client.chat_postMessage(channel=SANNE, text="nu")["ts"]
        hands.post("clock", advance=3600)
        assert float(file.read_text()) == 3600
        late = hands.client.chat_postMessage(channel=SANNE, text="later")["ts"]
        assert float(late) > float(early) + 3500
        hands.post("clock", set="now")
        after = hands.client.chat_postMessage(channel=SANNE, text="terug")["ts"]
        assert float(after) > float(late)  # stamps never go back
        morning = hands.post("clock", set="morning")["now"]
        assert datetime.fromtimestamp(morning, ZONE).strftime("%H:%M") == "08:00"
        assert morning > float(early)


def test_a_restart_finds_what_was_said(sandbox, tmp_path):
    file = tmp_path / "state.json"
    with sandbox(state_file=file) as hands:
        posted = hands.client.chat_postMessage(channel=SANNE, text="blijft")
        hands.client.views_publish(user_id=SANNE, view={"type": "home", "blocks": [{"type": "divider"}]})
        stored = requests.post(
            f"{hands.base}/driver/upload", data={"user": SANNE}, files={"file": ("a.txt", b"abc")}, timeout=5
        )
    with sandbox(state_file=file) as again:
        assert [message["ts"] for message in again.direct(SANNE)] == [posted["ts"]]
        assert again.sees(SANNE)["home"]["blocks"][0]["type"] == "divider"
        again.client.chat_update(channel=posted["channel"], ts=posted["ts"], text="nog steeds")
        assert again.client.files_info(file=stored.json()["file"]["id"])["file"]["size"] == 3


def test_a_file_opens_for_the_token_only(hands):
    sent = requests.post(
        f"{hands.base}/driver/upload", data={"user": SANNE}, files={"file": ("a.png", b"bytes")}, timeout=5
    )
    file = hands.client.files_info(file=sent.json()["file"]["id"])["file"]
    url = file["url_private_download"]
    assert requests.get(url, headers={"Authorization": "Bearer xoxb-test"}, timeout=5).content == b"bytes"
    login = requests.get(url, timeout=5)
    assert (login.history[0].status_code, login.headers["Content-Type"].split(";")[0]) == (302, "text/html")
    with pytest.raises(SlackApiError, match="cant_delete_file"):
        hands.client.files_delete(file=file["id"])


def test_the_app_uploads_in_three_steps_and_deletes_its_own(hands):
    shared = hands.client.files_upload_v2(
        channel="C03LUNCH", filename="verslag.txt", content="hallo", initial_comment="Zie"
    )
    assert hands.messages(SANNE, "C03LUNCH")[-1]["files"][0]["name"] == "verslag.txt"
    hands.client.files_delete(file=shared["files"][0]["id"])
    with pytest.raises(SlackApiError, match="file_deleted"):
        hands.client.files_info(file=shared["files"][0]["id"])


def test_a_view_is_sent_again_only_when_something_changed(hands):
    url = f"{hands.base}/driver/view?user={SANNE}"
    hands.sees(SANNE)
    tag = requests.get(url, timeout=5).headers["ETag"]
    assert requests.get(url, headers={"If-None-Match": tag}, timeout=5).status_code == 304
    hands.client.chat_postMessage(channel=SANNE, text="nieuw")
    assert requests.get(url, headers={"If-None-Match": tag}, timeout=5).status_code == 200


def test_the_page_lets_no_foreign_script_in(hands):
    answer = requests.get(hands.base, timeout=5)
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'self'")
    assert " style=" not in answer.text
    assert "<script>" not in answer.text
