"""views.*: open, push, update and publish. The same checks serve a view in the answer to a submission."""

from typing import Any

from sandbox import modals
from sandbox.json_types import Json
from sandbox.rules import view_problems
from sandbox.site import Site
from sandbox.trigger import Trigger, TriggerRefused
from sandbox.view import View
from sandbox.webapi.error import SlackError
from sandbox.workspace import BOT_ID


def open_view(site: Site, given: Json) -> Json:
    definition = checked(site, given.get("view"), "modal")
    trigger = _exchange(site, given)
    return shown(site, modals.open_modal(site.workspace, trigger.user, definition))


def push_view(site: Site, given: Json) -> Json:
    definition = checked(site, given.get("view"), "modal")
    trigger = _exchange(site, given)
    if trigger.view not in site.workspace.views:
        raise SlackError("not_found")
    try:
        return shown(site, modals.push_modal(site.workspace, trigger.user, definition))
    except modals.StackFull:
        raise SlackError("push_limit_reached") from None


def update_view(site: Site, given: Json) -> Json:
    with site.workspace.lock:
        view = _wanted(site, given)
        definition = checked(site, given.get("view"), view.definition["type"], view)
        if given.get("hash") and given["hash"] != view.hash:
            raise SlackError("hash_conflict")
        return shown(site, modals.update_view(site.workspace, view, definition))


def publish(site: Site, given: Json) -> Json:
    person = site.workspace.people.get(str(given.get("user_id", "")))
    if person is None or person.is_bot:
        raise SlackError("user_not_found")
    with site.workspace.lock:
        known = site.workspace.views.get(site.workspace.homes.get(person.id, ""))
        definition = checked(site, given.get("view"), "home", known)
        if given.get("hash") and (known is None or given["hash"] != known.hash):
            raise SlackError("hash_conflict")
        return shown(site, modals.publish_home(site.workspace, person.id, definition))


def checked(site: Site, definition: Any, surface: str, replaces: View | None = None) -> Json:
    """The definition, when Slack would take it."""
    found = view_problems(definition, surface)
    if found or not isinstance(definition, dict):
        raise SlackError("invalid_arguments", found)
    if len(str(definition)) > 250_000:
        raise SlackError("view_too_large")
    external = definition.get("external_id")
    other = modals.find(site.workspace, lambda view: bool(external) and view.definition.get("external_id") == external)
    if other is not None and other is not replaces:
        raise SlackError("duplicate_external_id")
    return definition


def shown(site: Site, view: View) -> Json:
    return {"view": view.as_slack(site.team_id, site.options.app_id, BOT_ID)}


def _exchange(site: Site, given: Json) -> Trigger:
    try:
        return site.triggers.exchange(given.get("trigger_id"))
    except TriggerRefused as refused:
        raise SlackError(refused.code) from None


def _wanted(site: Site, given: Json) -> View:
    view_id, external = given.get("view_id"), given.get("external_id")
    if not view_id and not external:
        raise SlackError("invalid_arguments", ["missing required field: view_id [json-pointer:]"])
    found = modals.find(
        site.workspace, lambda view: view.id == view_id if view_id else view.definition.get("external_id") == external
    )
    if found is None:
        raise SlackError("not_found")
    return found


METHODS = {
    "views.open": open_view,
    "views.push": push_view,
    "views.update": update_view,
    "views.publish": publish,
}
