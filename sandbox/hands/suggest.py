"""A person types in a menu that the app fills: block_suggestion."""

from sandbox.hands.click import result
from sandbox.hands.where import element_in, message_for, person, view_for
from sandbox.json_types import Json
from sandbox.rules.elements import GROUP, OPTION
from sandbox.rules.shape import many
from sandbox.sender import payload
from sandbox.sender.post import post_payload
from sandbox.site import Site


def suggest(site: Site, user: str, target: Json, block_id: str, action_id: str, typed: str) -> Json:
    with site.workspace.lock:
        person(site, user)
        sent = _asked(site, user, target, block_id, action_id, typed)
    answer = post_payload(site, sent)
    body = answer.json() or {}
    groups, options = body.get("option_groups") or [], body.get("options") or []
    if not answer.ok or list(many(GROUP, 100, 0)(groups, "")) or list(many(OPTION, 100, 0)(options, "")):
        return {**result(answer), "ok": False, "options": [], "option_groups": []}
    found = [*options, *(option for group in groups for option in group["options"])]
    known = site.suggested.setdefault((user, block_id, action_id), [])
    known.extend(option for option in found if option not in known)
    return {"ok": True, "options": options, "option_groups": groups}


def _asked(site: Site, user: str, target: Json, block_id: str, action_id: str, typed: str) -> Json:
    common = {"action_id": action_id, "block_id": block_id, "value": typed}
    if target.get("message"):
        channel, message = message_for(site, user, target["message"])
        element_in(message.body.get("blocks", []), block_id, action_id)
        place: Json = {
            "container": payload.container_of_message(channel, message),
            "channel": payload.channel_part(channel),
            "message": payload.message_part(message),
        }
    else:
        view_id = site.workspace.homes.get(user, "") if target.get("home") else str(target.get("view", ""))
        view = view_for(site, user, view_id)
        element_in(view.definition["blocks"], block_id, action_id)
        place = {"container": {"type": "view", "view_id": view.id}, "view": payload.view_part(site, view)}
    return {**payload.base(site, "block_suggestion", user), **common, **place}
