"""The driver API: the page and the tests move a person's hands through it. Each route is one gesture, or one look.

It must not contain what a gesture does (`hands`) nor what is seen (`snapshot`).
"""

from typing import Any

from flask import Blueprint, Response, jsonify, request

from sandbox.hands import click, command, shortcut, speak, submit, suggest
from sandbox.hands.refusal import Refusal
from sandbox.hands.where import person
from sandbox.json_types import Json
from sandbox.page import snapshot
from sandbox.sender.events import verify_url
from sandbox.site import Site
from sandbox.webapi.files import new_file, remove

TARGETS = ("message", "view", "home")


def blueprint(site: Site) -> Blueprint:
    routes = Blueprint("driver", __name__, url_prefix="/driver")
    _looks(routes, site)
    _words(routes, site)
    _files(routes, site)
    _presses(routes, site)
    _levers(routes, site)
    _breakers(routes, site)
    _knocks(routes, site)

    @routes.errorhandler(Refusal)
    def refused(refusal: Refusal) -> Response:
        return jsonify({"ok": False, "error": refusal.code})

    return routes


def _looks(routes: Blueprint, site: Site) -> None:
    @routes.get("/people")
    def people() -> Response:
        return jsonify({"ok": True, "people": snapshot.people(site)})

    @routes.get("/view")
    def view() -> Response:
        mark = f'"{request.args.get("user", "")}-{snapshot.version(site)}"'
        if request.headers.get("If-None-Match") == mark:
            return Response(status=304)
        response = jsonify({"ok": True, **snapshot.view_of(site, request.args.get("user", ""))})
        response.headers["ETag"] = mark
        return response

    @routes.get("/calls")
    def calls() -> Response:
        return jsonify({"ok": True, **site.calls.summary()})

    @routes.get("/clock")
    def clock() -> Response:
        return jsonify({"ok": True, **snapshot.clock(site)})


def _words(routes: Blueprint, site: Site) -> None:
    """What a person says, opens and has read."""

    @routes.post("/command")
    def typed_command() -> Response:
        given = _given()
        return jsonify(command.type_command(site, _user(given), given.get("channel"), str(given.get("text", ""))))

    @routes.post("/message")
    def message() -> Response:
        given = _given()
        text, thread = str(given.get("text", "")), given.get("thread_ts")
        return jsonify(speak.say_in(site, _user(given), given.get("channel"), text, thread))

    @routes.post("/home/open")
    def home() -> Response:
        given = _given()
        return jsonify(speak.open_tab(site, _user(given), str(given.get("tab", "home"))))

    @routes.post("/shortcut")
    def picked() -> Response:
        given = _given()
        callback = str(given.get("callback_id", ""))
        return jsonify(shortcut.use_shortcut(site, _user(given), callback, given.get("message")))

    @routes.post("/read")
    def read() -> Response:
        given = _given()
        site.workspace.mark_read(_user(given), str(given.get("channel", "")))
        return jsonify({"ok": True})


def _files(routes: Blueprint, site: Site) -> None:
    """What a person hands over, and takes back."""

    @routes.post("/upload")
    def upload() -> Response:
        user, sent = person(site, request.form.get("user", "")).id, request.files.get("file")
        if sent is None or not sent.filename:
            raise Refusal("no_file")
        file = new_file(site, sent.filename, sent.mimetype, user, sent.read())
        return jsonify({"ok": True, "file": file.as_slack(site.base_url)})

    @routes.post("/file/delete")
    def file_deleted() -> Response:
        given = _given()
        user, file = person(site, _user(given)).id, site.workspace.files.get(str(given.get("file", "")))
        if file is None or file.user != user:
            raise Refusal("file_not_found")
        remove(site, file)
        return jsonify({"ok": True})


def _presses(routes: Blueprint, site: Site) -> None:
    """What a person does inside blocks and modals."""

    @routes.post("/click")
    def clicked() -> Response:
        given = _given()
        block, action = given.get("block_id"), str(given.get("action_id", ""))
        values = given.get("values") or {}
        return jsonify(click.click(site, _user(given), _target(given), block, action, given.get("value"), values))

    @routes.post("/suggest")
    def suggested() -> Response:
        given = _given()
        block, action = str(given.get("block_id", "")), str(given.get("action_id", ""))
        typed = str(given.get("value", ""))
        return jsonify(suggest.suggest(site, _user(given), _target(given), block, action, typed))

    @routes.post("/submit")
    def submitted() -> Response:
        given = _given()
        return jsonify(submit.submit(site, _user(given), str(given.get("view_id", "")), given.get("values") or {}))

    @routes.post("/close")
    def closed() -> Response:
        given = _given()
        return jsonify(submit.close(site, _user(given), str(given.get("view_id", ""))))


def _levers(routes: Blueprint, site: Site) -> None:
    """What no person in the school can do: move time, let people in, switch the app over."""

    @routes.post("/people")
    def put_person() -> Response:
        return jsonify(speak.put_person(site, _given()))

    @routes.post("/clock")
    def move_clock() -> Response:
        given = _given()
        _move(site, given)
        return jsonify({"ok": True, **snapshot.clock(site)})

    @routes.post("/switch")
    def switched() -> Response:
        return jsonify(site.lever.pull(str(_given().get("value", ""))))


def _breakers(routes: Blueprint, site: Site) -> None:
    """What goes wrong in Slack on demand, and the count of what was asked of it."""

    @routes.post("/faults")
    def faults() -> Response:
        wishes: Any = request.get_json(silent=True) or []
        for wish in wishes if isinstance(wishes, list) else [wishes]:
            site.faults.plan(wish)
        return jsonify({"ok": True})

    @routes.delete("/faults")
    def no_faults() -> Response:
        site.faults.clear()
        return jsonify({"ok": True})

    @routes.delete("/calls")
    def forget_calls() -> Response:
        site.calls.clear()
        return jsonify({"ok": True})


def _knocks(routes: Blueprint, site: Site) -> None:
    """Slack itself at the door."""

    @routes.post("/verify-url")
    def url_verification() -> Response:
        return jsonify(click.result(verify_url(site)))

    @routes.post("/ssl-check")
    def ssl() -> Response:
        return jsonify(click.result(command.ssl_check(site)))


def _move(site: Site, given: Json) -> None:
    wanted = given.get("set", "now")
    if "advance" in given:
        site.clock.advance(float(given["advance"]))
    elif wanted == "morning":
        site.clock.next_morning()
    elif wanted == "now":
        site.clock.reset()
    elif isinstance(wanted, str):
        site.clock.set_to_text(wanted)
    else:
        site.clock.set_to(float(wanted))


def _given() -> Json:
    found = request.get_json(silent=True)
    if not isinstance(found, dict):
        raise Refusal("invalid_json")
    return found


def _user(given: Json) -> str:
    return str(given.get("user", ""))


def _target(given: Json) -> Json:
    return {key: given[key] for key in TARGETS if given.get(key)}
