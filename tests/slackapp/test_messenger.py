"""What the messenger sends to Slack, and which word it has for everything that can go wrong."""

import socket
from collections.abc import Callable
from typing import Any

import pytest

from slackapp.client import SlackSettings, sender_client
from slackapp.messenger import SlackMessenger
from tests.slackapp.fakes import Answered, FakeSlack
from tests.slackapp.judge import judge_message, judge_view
from workflows.cards.elements import Card, Text
from workflows.usecases.messenger import (
    DeliveryError,
    Member,
    Messenger,
    PausedError,
    Place,
    RefusedError,
    TroubleError,
    UncertainError,
)

CARD = Card(text="Zaak 12 <b> & wacht op u", elements=(Text(text="Zaak 12 wacht op u"),))
PLACE = Place(channel="D1", ts="1.2")
Deed = Callable[[SlackMessenger], object]


def send(messenger: SlackMessenger) -> None:
    messenger.send("U1", CARD, "k1")


def update(messenger: SlackMessenger) -> None:
    messenger.update(PLACE, CARD)


def test_a_card_is_sent_whole_with_its_key_and_nothing_else_in_the_metadata(
    messenger: SlackMessenger, slack: FakeSlack
) -> None:
    slack.will("chat.postMessage", {"channel": "D7", "ts": "1.5"})
    port: Messenger = messenger
    assert port.send("U1", CARD, "k1") == Place(channel="D7", ts="1.5")
    (sent,) = slack.of("chat.postMessage")
    judge_message(sent)
    assert sent["text"] == "Zaak 12 &lt;b&gt; &amp; wacht op u"
    assert sent["metadata"] == {"event_type": "ruggespraak_delivery", "event_payload": {"key": "k1"}}
    assert sent["mrkdwn"] is False
    assert (sent["unfurl_links"], sent["unfurl_media"], sent["channel"]) == (False, False, "U1")


@pytest.mark.parametrize(
    "word", ["channel_not_found", "is_archived", "not_in_channel", "msg_too_long", "invalid_blocks", "user_disabled"]
)
def test_what_slack_will_never_take_is_refused(messenger: SlackMessenger, slack: FakeSlack, word: str) -> None:
    slack.will("chat.postMessage", Answered({"ok": False, "error": word}))
    with pytest.raises(RefusedError, match=word):
        send(messenger)


@pytest.mark.parametrize(
    "word", ["invalid_auth", "token_revoked", "missing_scope", "account_inactive", "messages_tab_disabled"]
)
def test_what_an_administrator_can_repair_is_kept_for_later(
    messenger: SlackMessenger, slack: FakeSlack, word: str
) -> None:
    slack.will("chat.postMessage", Answered({"ok": False, "error": word}))
    with pytest.raises(TroubleError, match=word):
        send(messenger)


@pytest.mark.parametrize(
    "answer, seconds",
    [
        (Answered({"ok": False, "error": "ratelimited"}, 429, {"Retry-After": "7"}), 7.0),
        (Answered(b"", 429, {"retry-after": "8"}), 8.0),
        (Answered({"ok": False, "error": "ratelimited"}, 200), 30.0),
        (Answered({"ok": False, "error": "ratelimited"}, 429, {"Retry-After": "soon"}), 30.0),
    ],
)
def test_too_fast_is_a_pause_as_long_as_slack_asks(
    messenger: SlackMessenger, slack: FakeSlack, answer: Answered, seconds: float
) -> None:
    slack.will("chat.postMessage", answer)
    with pytest.raises(PausedError) as paused:
        send(messenger)
    assert paused.value.seconds == seconds


@pytest.mark.parametrize(
    "answer",
    [
        Answered({"ok": False, "error": "fatal_error"}),
        Answered({"ok": False, "error": "internal_error"}, 500),
        Answered(b"<html>bad gateway</html>", 502, {"Content-Type": "text/html"}),
        Answered(b"half an ans", 200),
        Answered(hang_up=True),
    ],
)
@pytest.mark.parametrize("deed, error", [(send, UncertainError), (update, TroubleError)])
def test_a_lost_answer_is_uncertain_for_a_post_and_trouble_for_what_may_be_repeated(
    messenger: SlackMessenger, slack: FakeSlack, answer: Answered, deed: Deed, error: type[DeliveryError]
) -> None:
    slack.will("chat.postMessage", answer)
    slack.will("chat.update", answer)
    with pytest.raises(error):
        deed(messenger)
    assert len(slack.calls) == 1, "it never sends twice by itself"


def test_a_page_of_a_proxy_was_certainly_not_slack(messenger: SlackMessenger, slack: FakeSlack) -> None:
    slack.will("chat.postMessage", Answered(b"<html>no</html>", 403, {"Content-Type": "text/html"}))
    with pytest.raises(TroubleError, match="http_403"):
        send(messenger)


def test_a_refused_connection_was_certainly_not_sent() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings = SlackSettings(bot_token="x", signing_secret="x", api_url=f"http://127.0.0.1:{port}/api/")
    with pytest.raises(TroubleError, match="ConnectionRefused"):
        send(SlackMessenger(sender_client(settings)))


def test_a_name_that_does_not_exist_was_certainly_not_sent() -> None:
    settings = SlackSettings(bot_token="x", signing_secret="x", api_url="http://localhost:1/api/")
    with pytest.raises(TroubleError):
        send(SlackMessenger(sender_client(settings)))


def test_an_uncertain_message_is_found_by_its_key_on_a_later_page(messenger: SlackMessenger, slack: FakeSlack) -> None:
    mine = {"event_type": "ruggespraak_delivery", "event_payload": {"key": "k1"}}
    other = {"event_type": "another_app", "event_payload": {"key": "k1"}}
    slack.will("conversations.open", {"channel": {"id": "D4"}})
    slack.will(
        "conversations.history",
        {"messages": [{"ts": "9.1"}, {"ts": "9.0", "metadata": other}], "response_metadata": {"next_cursor": "c2"}},
        {"messages": [{"ts": "8.9", "metadata": mine}]},
    )
    assert messenger.find("U1", "k1", 1000.0) == Place(channel="D4", ts="8.9")
    first, second = slack.of("conversations.history")
    assert (first["oldest"], first["include_all_metadata"], second["cursor"]) == ("880.000000", "1", "c2")


def test_a_message_that_is_not_there_is_not_found(messenger: SlackMessenger, slack: FakeSlack) -> None:
    slack.will("conversations.history", {"messages": []})
    assert messenger.find("C1", "k1", 1000.0) is None
    assert slack.names() == ["conversations.history"]


@pytest.mark.parametrize("word", ["not_in_channel", "missing_scope"])
def test_where_nobody_may_look_a_message_is_never_called_absent(
    messenger: SlackMessenger, slack: FakeSlack, word: str
) -> None:
    slack.will("conversations.history", Answered({"ok": False, "error": word}))
    with pytest.raises((UncertainError, TroubleError), match=word):
        messenger.find("C1", "k1", 1000.0)


def test_a_history_without_end_stays_uncertain(messenger: SlackMessenger, slack: FakeSlack) -> None:
    slack.will("conversations.history", *[{"messages": [], "response_metadata": {"next_cursor": "c"}}] * 5)
    with pytest.raises(UncertainError):
        messenger.find("C1", "k1", 1000.0)


def test_a_message_and_a_home_page_can_be_replaced(messenger: SlackMessenger, slack: FakeSlack) -> None:
    messenger.update(PLACE, CARD)
    messenger.home("U1", CARD)
    judge_message(slack.of("chat.update")[0])
    judge_view(slack.of("views.publish")[0]["view"])


def user(id_: str, **more: Any) -> dict[str, Any]:
    return {"id": id_, "profile": {"email": f"{id_}@school.nl", "real_name": id_}, **more}


def test_all_members_come_page_by_page_without_bots(messenger: SlackMessenger, slack: FakeSlack) -> None:
    slack.will(
        "users.list",
        {"members": [user("U1"), user("B1", is_bot=True)], "response_metadata": {"next_cursor": "c"}},
        {"members": [user("USLACKBOT"), user("U2", deleted=True), user("U3", is_ultra_restricted=True)]},
    )
    assert messenger.members() == [
        Member(id="U1", email="U1@school.nl", name="U1"),
        Member(id="U2", email="U2@school.nl", name="U2", active=False),
        Member(id="U3", email="U3@school.nl", name="U3", staff=False),
    ]


def test_an_answer_without_a_list_is_trouble_and_not_nobody(messenger: SlackMessenger, slack: FakeSlack) -> None:
    slack.will("users.list", {"members": None})
    with pytest.raises(TroubleError):
        messenger.members()


def test_a_long_list_waits_when_slack_asks_and_goes_on_where_it_was(
    messenger: SlackMessenger, slack: FakeSlack, pauses: list[float]
) -> None:
    slack.will(
        "conversations.members",
        {"members": ["U1"], "response_metadata": {"next_cursor": "c"}},
        Answered({"ok": False, "error": "ratelimited"}, 429, {"Retry-After": "3"}),
        {"members": ["U2"]},
    )
    slack.will("auth.test", {"user_id": "UAPP"})
    assert messenger.channel_members("C1") == ["U1", "U2"]
    assert pauses == [3.0]
    assert [call.get("cursor") for call in slack.of("conversations.members")] == [None, "c", "c"]


def test_a_member_is_found_by_address_or_not_at_all(messenger: SlackMessenger, slack: FakeSlack) -> None:
    slack.will("users.lookupByEmail", {"user": user("U1")}, Answered({"ok": False, "error": "users_not_found"}))
    assert messenger.member_of("U1@school.nl") == Member(id="U1", email="U1@school.nl", name="U1")
    assert messenger.member_of("weg@school.nl") is None


def test_settings_keep_their_secrets_to_themselves(settings: SlackSettings) -> None:
    assert "xoxb" not in repr(settings)
    assert settings.signing_secret not in repr(settings)
