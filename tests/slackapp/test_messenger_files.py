"""Files in Slack: fetched with the token of the bot, which goes to Slack alone, and gone or not."""

from typing import Any

import pytest

from slackapp import downloads
from slackapp.messenger import SlackMessenger
from tests.slackapp.fakes import Answered, FakeSlack
from workflows.usecases.messenger import (
    RefusedError,
    TroubleError,
)


def file_at(slack: FakeSlack, **more: Any) -> None:
    info = {"id": "F1", "name": "scherm.png", "mimetype": "image/png", "size": 3}
    slack.will("files.info", {"file": {**info, "url_private_download": f"{slack.root}/files/a", **more}})


def test_a_file_is_fetched_with_the_bots_token(messenger: SlackMessenger, slack: FakeSlack) -> None:
    file_at(slack)
    slack.will("files/a", Answered(b"\x89PN", headers={"Content-Type": "image/png"}))
    assert messenger.fetch("F1") == ("scherm.png", b"\x89PN")
    assert slack.tokens[-1] == "Bearer xoxb-1"


@pytest.mark.parametrize(
    "answer, reason",
    [
        (Answered(b"x" * (downloads.LARGEST + 1), headers={"Content-Type": "image/png"}), "file_too_large"),
        (Answered(b"", 410), "http_410"),
    ],
)
def test_a_file_that_is_none_is_refused(
    messenger: SlackMessenger, slack: FakeSlack, answer: Answered, reason: str
) -> None:
    file_at(slack)
    slack.will("files/a", answer)
    with pytest.raises(RefusedError, match=reason):
        messenger.fetch("F1")


@pytest.mark.parametrize(
    "answer, reason",
    [
        (Answered(b"<html>", headers={"Content-Type": "text/html; charset=utf-8"}), "login_page"),
        (Answered(b"", 302, {"Location": "/api/elsewhere"}), "http_302"),
        (Answered(b"", 401), "http_401"),
        (Answered(b"", 403), "http_403"),
        (Answered(b"", 404), "http_404"),
    ],
)
def test_a_host_that_lets_nobody_in_is_trouble_that_an_administrator_repairs(
    messenger: SlackMessenger, slack: FakeSlack, answer: Answered, reason: str
) -> None:
    file_at(slack)
    slack.will("files/a", answer)
    with pytest.raises(TroubleError, match=reason):
        messenger.fetch("F1")
    assert slack.names() == ["files.info", "files/a"], "no redirect takes the token along"


@pytest.mark.parametrize("word", ["file_not_found", "file_deleted"])
def test_a_file_that_slack_no_longer_knows_is_refused(messenger: SlackMessenger, slack: FakeSlack, word: str) -> None:
    slack.will("files.info", Answered({"ok": False, "error": word}))
    with pytest.raises(RefusedError, match=word):
        messenger.fetch("F1")


def test_a_download_that_breaks_may_be_tried_later(messenger: SlackMessenger, slack: FakeSlack) -> None:
    for answer in (Answered(b"", 503), Answered(hang_up=True)):
        file_at(slack)
        slack.will("files/a", answer)
        with pytest.raises(TroubleError):
            messenger.fetch("F1")


def test_a_file_elsewhere_or_too_large_is_not_even_asked_for(messenger: SlackMessenger, slack: FakeSlack) -> None:
    for more in ({"url_private_download": "https://evil.example/a"}, {"size": 10**8}, {"url_private_download": ""}):
        file_at(slack, **more)
        with pytest.raises(RefusedError):
            messenger.fetch("F1")
    assert set(slack.names()) == {"files.info"}


@pytest.mark.parametrize(
    "url, api, goes",
    [
        ("https://files.slack.com/a", "https://slack.com/api/", True),
        ("https://slack-files.com/a", "https://slack.com/api/", True),
        ("https://SLACK.com/a", "https://slack.com/api/", True),
        ("http://files.slack.com/a", "https://slack.com/api/", False),
        ("https://slack.com.evil.nl/a", "https://slack.com/api/", False),
        ("https://evilslack.com/a", "https://slack.com/api/", False),
        ("https://slack.com@evil.nl/a", "https://slack.com/api/", False),
        ("https://evil.nl\\@slack.com/a", "https://slack.com/api/", False),
        ("file:///etc/passwd", "https://slack.com/api/", False),
        ("", "https://slack.com/api/", False),
        ("https://proxy.school.nl/a", "https://proxy.school.nl/api/", True),
        ("https://proxy.school.nl:444/a", "https://proxy.school.nl/api/", False),
        ("http://127.0.0.1:8100/a", "http://127.0.0.1:8100/api/", True),
        ("http://localhost:8100/a", "http://localhost:8100/api/", True),
        ("http://127.0.0.1:9/a", "http://127.0.0.1:8100/api/", False),
        ("http://sandbox/a", "http://sandbox/api/", False),
    ],
)
def test_the_token_goes_to_slack_only(url: str, api: str, goes: bool) -> None:
    assert downloads.trusted(url, api) is goes


def test_slacks_copy_of_a_file_is_gone_or_it_is_not(messenger: SlackMessenger, slack: FakeSlack) -> None:
    slack.will(
        "files.delete", {}, *[Answered({"ok": False, "error": word}) for word in ("cant_delete_file", "file_deleted")]
    )
    assert [messenger.discard("F1") for _ in range(3)] == [True, False, True]


def test_a_copy_is_there_until_slack_says_that_it_is_gone(messenger: SlackMessenger, slack: FakeSlack) -> None:
    slack.will(
        "files.info",
        {"file": {"id": "F1", "mode": "hosted"}},
        {"file": {"id": "F1", "mode": "tombstone"}},
        *[Answered({"ok": False, "error": word}) for word in ("file_deleted", "file_not_found")],
    )
    assert [messenger.has_file("F1") for _ in range(4)] == [True, False, False, False]
    slack.will("files.info", Answered({"ok": False, "error": "missing_scope"}))
    with pytest.raises(TroubleError):
        messenger.has_file("F1")


def test_what_somebody_deleted_meanwhile_is_gone_and_is_not_asked_for_again(
    messenger: SlackMessenger, slack: FakeSlack
) -> None:
    slack.will("files.info", {"file": {"id": "F1", "mode": "tombstone"}})
    with pytest.raises(RefusedError, match="file_deleted"):
        messenger.fetch("F1")
