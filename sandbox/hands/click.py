"""A person presses a button or chooses in a menu: block_actions, from a message, a modal or the home tab."""

from typing import Any

from sandbox.hands.entered import options_of, slack_value, take_in
from sandbox.hands.refusal import Refusal
from sandbox.hands.where import element_in, message_for, person, view_for
from sandbox.json_types import Json
from sandbox.sender import payload
from sandbox.sender.post import Answer, post_payload
from sandbox.site import Site
from sandbox.texts import say
from sandbox.view import View


def click(site: Site, user: str, target: Json, block_id: str | None, action_id: str, value: Any, values: Json) -> Json:
    """`target` is {"message": {channel, ts}}, {"view": id} or {"home": true}; `values` is what else was filled in."""
    with site.workspace.lock:
        person(site, user)
        if target.get("message"):
            view, sent = None, _from_message(site, user, target["message"], block_id, action_id, value, values)
        else:
            view = _view(site, user, target)
            sent = _from_view(site, user, view, block_id, action_id, value, values)
    answer = post_payload(site, sent)
    if view is not None:
        _warn(site, view, answer)
    return result(answer)


def result(answer: Answer) -> Json:
    if answer.ok:
        return {"ok": True, "status": answer.status}
    error = "operation_timeout" if answer.error == "http_timeout" else answer.error
    return {"ok": False, "error": error, "status": answer.status}


def action_of(site: Site, user: str, block: Json, element: Json, value: Any) -> Json:
    """One entry of `actions`, in the form that belongs to the element."""
    common: Json = {
        "type": element["type"],
        "action_id": element["action_id"],
        "block_id": block["block_id"],
        "action_ts": site.workspace.next_ts(),
    }
    if element["type"] == "button":
        shown: Json = {"text": element["text"]}
        return {**common, **shown, **{key: element[key] for key in ("value", "style", "url") if key in element}}
    if element["type"] == "overflow":
        return {**common, "selected_option": _overflow(element, value)}
    return {**common, **slack_value(site, user, block["block_id"], element, value)}


def _from_message(
    site: Site, user: str, where: Json, block_id: str | None, action_id: str, value: Any, values: Json
) -> Json:
    channel, message = message_for(site, user, where)
    blocks = message.body.get("blocks", [])
    block, element = element_in(blocks, block_id, action_id)
    entered = take_in(site, user, blocks, values)
    action = action_of(site, user, block, element, value)
    if element["type"] not in ("button", "overflow"):
        held = slack_value(site, user, block["block_id"], element, value)
        entered.setdefault(block["block_id"], {})[action_id] = held
    return {
        **payload.base(site, "block_actions", user),
        "container": payload.container_of_message(channel, message),
        "trigger_id": site.triggers.issue(user),
        "channel": payload.channel_part(channel),
        **({} if message.only_for else {"message": payload.message_part(message)}),
        "state": payload.message_state(message, entered),
        "response_url": payload.response_url(site, user, channel, message.ts),
        "actions": [action],
    }


def _from_view(
    site: Site, user: str, view: View, block_id: str | None, action_id: str, value: Any, values: Json
) -> Json:
    blocks = view.definition["blocks"]
    block, element = element_in(blocks, block_id, action_id)
    enter(site, user, view, values)
    action = action_of(site, user, block, element, value)
    if element["type"] not in ("button", "overflow"):
        held = slack_value(site, user, block["block_id"], element, value)
        view.entered.setdefault(block["block_id"], {})[action_id] = held
    view.warning = ""
    return {
        **payload.base(site, "block_actions", user),
        "container": {"type": "view", "view_id": view.id},
        "trigger_id": site.triggers.issue(user, view.id),
        "view": payload.view_part(site, view),
        "actions": [action],
    }


def enter(site: Site, user: str, view: View, values: Json) -> None:
    for block, row in take_in(site, user, view.definition["blocks"], values).items():
        view.entered.setdefault(block, {}).update(row)


def _view(site: Site, user: str, target: Json) -> View:
    if not target.get("home"):
        return view_for(site, user, str(target.get("view", "")))
    home = site.workspace.homes.get(user)
    if home is None:
        raise Refusal("view_not_found")
    return site.workspace.views[home]


def _overflow(element: Json, value: Any) -> Json:
    for option in options_of(element):
        if option.get("value") == value:
            return option
    raise Refusal(f"no_such_option: {value}")


def _warn(site: Site, view: View, answer: Answer) -> None:
    with site.workspace.lock:
        view.warning = "" if answer.ok else say("connection_failed")
        site.workspace.touch()
