"""A person submits or closes a modal, and the app's answer decides what happens to it."""

from sandbox import modals
from sandbox.hands.click import enter, result
from sandbox.hands.complete import field_errors
from sandbox.hands.refusal import Refusal
from sandbox.hands.where import person, view_for
from sandbox.json_types import Json
from sandbox.sender import payload
from sandbox.sender.post import Answer, post_payload
from sandbox.site import Site
from sandbox.texts import say
from sandbox.view import View
from sandbox.webapi.error import SlackError
from sandbox.webapi.views import checked


def submit(site: Site, user: str, view_id: str, values: Json) -> Json:
    with site.workspace.lock:
        person(site, user)
        view = view_for(site, user, view_id)
        if not view.definition.get("submit"):
            raise Refusal("view_has_no_submit")
        enter(site, user, view, values)
        view.warning, view.errors = "", field_errors(view.definition["blocks"], view.state()["values"])
        site.workspace.touch()
        if view.errors:
            return {"ok": False, "error": "field_errors", "errors": view.errors}
        sent = _submission(site, user, view)
    answer = post_payload(site, sent)
    with site.workspace.lock:
        return _took_in(site, user, view, answer)


def close(site: Site, user: str, view_id: str) -> Json:
    """The cross. An app that asked for it hears of it, for every view that disappears."""
    with site.workspace.lock:
        view = view_for(site, user, view_id)
        everything = bool(view.definition.get("clear_on_close"))
        ids = site.workspace.stacks.get(user, []) if everything else [view.id]
        gone = [site.workspace.views[one] for one in reversed(ids)]
        told = [_closed(site, user, one, everything) for one in gone if one.definition.get("notify_on_close")]
        if everything:
            modals.clear(site.workspace, user)
        else:
            modals.close_top(site.workspace, user)
    answers = [result(post_payload(site, sent)) for sent in told]
    return next((answer for answer in answers if not answer["ok"]), {"ok": True})


def _submission(site: Site, user: str, view: View) -> Json:
    return {
        **payload.base(site, "view_submission", user),
        "trigger_id": site.triggers.issue(user, view.id),
        "view": payload.view_part(site, view),
        "response_urls": [],
    }


def _closed(site: Site, user: str, view: View, everything: bool) -> Json:
    sent = payload.base(site, "view_closed", user)
    return {**sent, "view": payload.view_part(site, view), "is_cleared": everything}


def _took_in(site: Site, user: str, view: View, answer: Answer) -> Json:
    """Slack shows one and the same warning for a late, a broken and a nonsensical answer; typed values stay."""
    error, messages = _failure(answer), []
    if not error:
        try:
            _follow(site, user, view, answer.json() or {})
        except SlackError as refused:
            error, messages = refused.code, refused.messages
    if error:
        view.warning = say("connection_failed")
        site.workspace.touch()
        return {"ok": False, "error": error, "status": answer.status, "messages": messages}
    if view.errors:
        return {"ok": False, "error": "field_errors", "errors": view.errors, "status": answer.status}
    return {"ok": True, "status": answer.status}


def _failure(answer: Answer) -> str:
    if not answer.ok:
        return str(result(answer)["error"])
    return "invalid_answer" if answer.text.strip() and answer.json() is None else ""


def _follow(site: Site, user: str, view: View, body: Json) -> None:
    action = body.get("response_action")
    if action is None:
        _close_this(site, user, view)
    elif action == "clear":
        modals.clear(site.workspace, user)
    elif action == "errors":
        _show_errors(site, view, body.get("errors"))
    elif action == "update":
        modals.update_view(site.workspace, view, checked(site, body.get("view"), "modal", view))
    elif action == "push":
        _push(site, user, body)
    else:
        raise SlackError("invalid_response_action")


def _close_this(site: Site, user: str, view: View) -> None:
    """Another view may have come on top, or the stack may be gone, while the app was thinking."""
    stack = site.workspace.stacks.get(user, [])
    if view.id in stack:
        while stack and stack[-1] != view.id:
            modals.close_top(site.workspace, user)
        modals.close_top(site.workspace, user)


def _push(site: Site, user: str, body: Json) -> None:
    try:
        modals.push_modal(site.workspace, user, checked(site, body.get("view"), "modal"))
    except modals.StackFull:
        raise SlackError("push_limit_reached") from None


def _show_errors(site: Site, view: View, errors: object) -> None:
    """An error must point at an input block that is there; Slack drops the whole answer otherwise."""
    inputs = {block["block_id"] for block in view.definition["blocks"] if block["type"] == "input"}
    if not isinstance(errors, dict) or not errors or not set(errors) <= inputs:
        raise SlackError("invalid_errors")
    if not all(isinstance(text, str) and text for text in errors.values()):
        raise SlackError("invalid_errors")
    view.errors = dict(errors)
    site.workspace.touch()
