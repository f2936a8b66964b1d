"""users.*, team.info, auth.test and api.test: who there is, and who is asking."""

from sandbox.json_types import Json
from sandbox.person import Person
from sandbox.site import Site
from sandbox.webapi.conversations import of_types
from sandbox.webapi.error import SlackError
from sandbox.webapi.paging import page
from sandbox.workspace import BOT_ID, BOT_USER


def auth_test(site: Site, given: Json) -> Json:
    team = site.workspace.team
    return {
        "url": f"https://{team['domain']}.slack.com/",
        "team": team["name"],
        "user": site.workspace.people[BOT_USER].name,
        "team_id": team["id"],
        "user_id": BOT_USER,
        "bot_id": BOT_ID,
        "is_enterprise_install": False,
    }


def api_test(site: Site, given: Json) -> Json:
    if given.get("error"):
        raise SlackError(str(given["error"]))
    return {"args": {key: value for key, value in given.items() if key != "token"}}


def list_all(site: Site, given: Json) -> Json:
    shown, cursor = page(list(site.workspace.people.values()), given)
    members = [person.as_slack(site.team_id) for person in shown]
    return {"members": members, "cache_ts": int(site.clock.now()), "response_metadata": {"next_cursor": cursor}}


def info(site: Site, given: Json) -> Json:
    return {"user": _known(site, given).as_slack(site.team_id)}


def by_email(site: Site, given: Json) -> Json:
    wanted = str(given.get("email", "")).strip().lower()
    for person in site.workspace.people.values():
        if person.email is not None and person.email.lower() == wanted and not person.deleted:
            return {"user": person.as_slack(site.team_id)}
    raise SlackError("users_not_found")


def profile(site: Site, given: Json) -> Json:
    return {"profile": _known(site, given).as_slack(site.team_id)["profile"]}


def channels_of(site: Site, given: Json) -> Json:
    member = _known(site, given).id if given.get("user") else BOT_USER
    chosen = [channel for channel in of_types(site, given) if member in channel.members]
    shown, cursor = page(chosen, given)
    return {"channels": [c.as_slack() for c in shown], "response_metadata": {"next_cursor": cursor}}


def team_info(site: Site, given: Json) -> Json:
    team = site.workspace.team
    return {"team": {**team, "email_domain": "", "icon": {"image_default": True}}}


def _known(site: Site, given: Json) -> Person:
    person = site.workspace.people.get(str(given.get("user", "")))
    if person is None:
        raise SlackError("user_not_found")
    return person


METHODS = {
    "auth.test": auth_test,
    "api.test": api_test,
    "users.list": list_all,
    "users.info": info,
    "users.lookupByEmail": by_email,
    "users.profile.get": profile,
    "users.conversations": channels_of,
    "team.info": team_info,
}
