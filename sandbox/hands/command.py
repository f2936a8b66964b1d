"""A person types a slash command. Slack's own checks (ssl_check) go the same way."""

from sandbox.channel import Channel
from sandbox.hands.where import channel_for, person
from sandbox.hands.wording import as_command_text
from sandbox.json_types import Json
from sandbox.sender.payload import VERIFICATION, response_url
from sandbox.sender.post import Answer, interactivity_url, post_form
from sandbox.site import Site
from sandbox.texts import say
from sandbox.webapi.chat import bot_body
from sandbox.webapi.error import SlackError
from sandbox.workspace import SLACKBOT


def type_command(site: Site, user: str, channel_id: str | None, text: str) -> Json:
    """What Slack's client learns: it worked, or which word the red line shows."""
    name, _, rest = text.strip().partition(" ")
    with site.workspace.lock:
        person(site, user)
        channel = channel_for(site, user, channel_id)
        known = next((row for row in commands(site) if row["command"] == name), None)
    if known is None:
        _notice(site, channel, user, say("command_unknown", command=name))
        return {"ok": False, "error": "unknown_command"}
    said = as_command_text(site, rest.strip()) if known.get("should_escape") else rest.strip()
    answer = post_form(site, _url(site, known), _fields(site, user, channel, name, said))
    return _took_in(site, user, channel, name, answer)


def commands(site: Site) -> list[Json]:
    return list(site.options.manifest.get("features", {}).get("slash_commands", []))


def ssl_check(site: Site) -> Answer:
    return post_form(site, interactivity_url(site), {"ssl_check": "1", "token": VERIFICATION})


def _url(site: Site, known: Json) -> str:
    return site.options.request_url or str(known.get("url", ""))


def _fields(site: Site, user: str, channel: Channel, name: str, text: str) -> Json:
    team = site.workspace.team
    return {
        "token": VERIFICATION,
        "team_id": team["id"],
        "team_domain": team["domain"],
        "channel_id": channel.id,
        "channel_name": "directmessage" if channel.is_im else channel.name,
        "user_id": user,
        "user_name": site.workspace.people[user].name,
        "command": name,
        "text": text,
        "api_app_id": site.options.app_id,
        "is_enterprise_install": "false",
        "response_url": response_url(site, user, channel),
        "trigger_id": site.triggers.issue(user),
    }


def _took_in(site: Site, user: str, channel: Channel, name: str, answer: Answer) -> Json:
    if not answer.ok:
        error = "operation_timeout" if answer.error == "http_timeout" else "dispatch_failed"
        _notice(site, channel, user, say("command_failed", command=name, error=error))
        return {"ok": False, "error": error, "status": answer.status}
    body = answer.json() or {"text": answer.text.strip()}
    if body.get("text") or body.get("blocks"):
        try:
            _answered(site, user, channel, body)
        except SlackError as refused:
            _notice(site, channel, user, say("command_failed", command=name, error=refused.code))
            return {"ok": False, "error": refused.code, "status": answer.status}
    return {"ok": True, "status": answer.status}


def _answered(site: Site, user: str, channel: Channel, body: Json) -> None:
    private = body.get("response_type") != "in_channel"
    site.workspace.post(channel, bot_body(site, body), only_for=user if private else None)


def _notice(site: Site, channel: Channel, user: str, text: str) -> None:
    """Slack's own words to this person; the app does not see them."""
    site.workspace.post(channel, {"user": SLACKBOT, "text": text}, only_for=user)
