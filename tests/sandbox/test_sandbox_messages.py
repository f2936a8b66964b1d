"""Messages as Slack keeps them: posting, changing, finding back, and the words with which Slack refuses."""

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError


def refused(call, **arguments) -> str:
    with pytest.raises(SlackApiError) as caught:
        call(**arguments)
    return caught.value.response["error"]


def test_a_message_to_a_person_opens_the_direct_message(hands):
    posted = hands.client.chat_postMessage(channel="U01MELDER", text="Goedemiddag")
    assert posted["channel"].startswith("D")
    assert hands.direct("U01MELDER")[-1]["text"] == "Goedemiddag"
    assert hands.sees("U01MELDER")["user"]["unread"] == 1
    assert hands.sees("U02LEIDER")["user"]["unread"] == 0


def test_metadata_is_kept_and_found_in_the_history(hands):
    data = {"event_type": "delivery", "event_payload": {"id": "42"}}
    posted = hands.client.chat_postMessage(channel="C01MEDED", text="Let op", metadata=data)
    found = hands.client.conversations_history(channel="C01MEDED", include_all_metadata=True)["messages"]
    bare = hands.client.conversations_history(channel="C01MEDED")["messages"]
    assert (found[0]["ts"], found[0]["metadata"], "metadata" in bare[0]) == (posted["ts"], data, False)


def test_the_history_has_windows_and_cursors(hands):
    stamps = [hands.client.chat_postMessage(channel="C01MEDED", text=f"nummer {n}")["ts"] for n in range(5)]
    first = hands.client.conversations_history(channel="C01MEDED", limit=3)
    cursor = first["response_metadata"]["next_cursor"]
    rest = hands.client.conversations_history(channel="C01MEDED", limit=3, cursor=cursor)
    assert [m["ts"] for m in [*first["messages"], *rest["messages"]]] == stamps[::-1]
    later = hands.client.conversations_history(channel="C01MEDED", oldest=stamps[2])["messages"]
    assert [m["ts"] for m in later] == stamps[:2:-1]


def test_an_update_wants_the_channel_and_not_the_person(hands):
    posted = hands.client.chat_postMessage(channel="U01MELDER", text="een")
    assert refused(hands.client.chat_update, channel="U01MELDER", ts=posted["ts"], text="twee") == "channel_not_found"
    hands.client.chat_update(channel=posted["channel"], ts=posted["ts"], text="twee")
    assert hands.direct("U01MELDER")[-1]["text"] == "twee"


def test_an_update_refuses_what_slack_refuses(hands):
    posted = hands.client.chat_postMessage(channel="C03LUNCH", text="een")
    other = hands.post("message", user="U01MELDER", channel="C03LUNCH", text="van Sanne")
    update = hands.client.chat_update
    assert refused(update, channel="C03LUNCH", ts=posted["ts"], text="x" * 4001) == "msg_too_long"
    assert refused(update, channel="C03LUNCH", ts=other["ts"], text="x") == "cant_update_message"
    assert refused(update, channel="C03LUNCH", ts="1.000001", text="x") == "message_not_found"


def test_a_deleted_message_is_gone(hands):
    posted = hands.client.chat_postMessage(channel="C03LUNCH", text="weg ermee")
    hands.client.chat_delete(channel="C03LUNCH", ts=posted["ts"])
    assert hands.messages("U01MELDER", "C03LUNCH") == []


def test_an_ephemeral_message_is_for_one_person_and_not_in_the_history(hands):
    hands.client.chat_postEphemeral(channel="C03LUNCH", user="U01MELDER", text="stil")
    assert hands.messages("U01MELDER", "C03LUNCH")[-1]["ephemeral"] is True
    assert hands.messages("U02LEIDER", "C03LUNCH") == []
    assert hands.client.conversations_history(channel="C03LUNCH")["messages"] == []


def test_tokens_and_methods_are_checked(hands):
    assert refused(WebClient(token="xoxb-other", base_url=hands.client.base_url).auth_test) == "invalid_auth"
    assert refused(WebClient(base_url=hands.client.base_url).auth_test) == "not_authed"
    assert refused(hands.client.api_call, api_method="chat.sing") == "unknown_method"
    assert hands.client.auth_test()["team_id"] == "T0REGENBOOG"


def test_unknown_places_and_empty_messages_are_refused(hands):
    post = hands.client.chat_postMessage
    assert refused(post, channel="C09NIETS", text="x") == "channel_not_found"
    empty = {"channel": "C03LUNCH"}
    assert refused(hands.client.api_call, api_method="chat.postMessage", json=empty) == "no_text"
    assert refused(post, channel="C03LUNCH", text="x", blocks=[{"type": "section"}]) == "invalid_blocks"


def test_people_are_listed_in_pages_and_found_by_address(hands):
    found = [one["id"] for answer in hands.client.users_list(limit=5) for one in answer["members"]]
    assert len(found) == len(set(found)) == 18  # sixteen people, the app and Slackbot
    sanne = hands.client.users_lookupByEmail(email="Sanne@regenboog.example")["user"]
    assert (sanne["id"], sanne["profile"]["title"]) == ("U01MELDER", "Leerkracht groep 7")
    assert refused(hands.client.users_lookupByEmail, email="x@y.example") == "users_not_found"
    assert refused(hands.client.users_info, user="U99") == "user_not_found"


def test_members_of_a_channel_leave_the_outsider_out(hands):
    members = hands.client.conversations_members(channel="C01MEDED")["members"]
    assert "U14BUIT" not in members
    assert len(members) == 16
    assert "C01MEDED" not in [row["id"] for row in hands.sees("U14BUIT")["channels"]]


def test_only_writers_speak_in_the_announcement_channel(hands):
    said = hands.post("message", user="U01MELDER", channel="C01MEDED", text="hoi")
    assert said == {"ok": False, "error": "restricted_action"}
    assert hands.post("message", user="U04DIREC", channel="C01MEDED", text="hoi")["ok"]
    assert hands.post("message", user="U14BUIT", channel="C01MEDED", text="hoi")["error"] == "channel_not_found"
