"""files.*: the details of a file, deleting it, and uploading in three steps."""

import json
from typing import Any

from sandbox.file import StoredFile
from sandbox.json_types import Json
from sandbox.site import Site
from sandbox.webapi.arguments import number
from sandbox.webapi.chat import destination
from sandbox.webapi.error import SlackError
from sandbox.workspace import BOT_ID, BOT_USER


def info(site: Site, given: Json) -> Json:
    return {"file": _known(site, given.get("file")).as_slack(site.base_url), "comments": []}


def delete(site: Site, given: Json) -> Json:
    """An app may delete its own files only; what a person uploaded is the person's."""
    file = _known(site, given.get("file"))
    if file.user != BOT_USER:
        raise SlackError("cant_delete_file")
    remove(site, file)
    return {}


def remove(site: Site, file: StoredFile) -> None:
    """Delete a file and its bytes; that there was one is still known."""
    with site.workspace.lock:
        file.deleted, file.content = True, b""
        site.workspace.touch()


def upload_url(site: Site, given: Json) -> Json:
    name, length = given.get("filename"), number(given.get("length"), 0)
    if not name or length <= 0:
        raise SlackError("invalid_arguments", ["missing required field: filename and length [json-pointer:]"])
    file = new_file(site, str(name), "application/octet-stream", BOT_USER, complete=False)
    return {"upload_url": f"{site.base_url}/upload/v1/{file.id}", "file_id": file.id}


def complete_upload(site: Site, given: Json) -> Json:
    wanted = _listed(given.get("files"))
    files = [_uploaded(site, row) for row in wanted]
    with site.workspace.lock:
        for file, row in zip(files, wanted, strict=True):
            file.title, file.complete = str(row.get("title") or file.name), True
        if given.get("channel_id"):
            _share(site, given, files)
        site.workspace.touch()
    return {"files": [file.as_slack(site.base_url) for file in files]}


def new_file(
    site: Site, name: str, mimetype: str, user: str, content: bytes = b"", complete: bool = True
) -> StoredFile:
    with site.workspace.lock:
        file = StoredFile(
            id=site.workspace.next_id("F"),
            name=name,
            mimetype=mimetype,
            user=user,
            created=int(site.clock.now()),
            content=content,
            complete=complete,
        )
        site.workspace.files[file.id] = file
        site.workspace.touch()
        return file


def _share(site: Site, given: Json, files: list[StoredFile]) -> None:
    channel = destination(site, given["channel_id"])
    for file in files:
        file.channels.append(channel.id)
    shared = [file.as_slack(site.base_url) for file in files]
    text = str(given.get("initial_comment") or "")
    body: Json = {"user": BOT_USER, "bot_id": BOT_ID, "text": text, "files": shared, "subtype": "file_share"}
    if given.get("thread_ts"):
        body["thread_ts"] = given["thread_ts"]
    site.workspace.post(channel, body)


def _listed(value: Any) -> list[Json]:
    found = json.loads(value) if isinstance(value, str) else value
    if not isinstance(found, list) or not found:
        raise SlackError("invalid_arguments", ["no files given [json-pointer:/files]"])
    return found


def _uploaded(site: Site, row: Json) -> StoredFile:
    file = site.workspace.files.get(str(row.get("id", "")))
    if file is None or not file.content:
        raise SlackError("file_not_found")
    return file


def _known(site: Site, wanted: object) -> StoredFile:
    file = site.workspace.files.get(str(wanted or ""))
    if file is None or not file.complete:
        raise SlackError("file_not_found")
    if file.deleted:
        raise SlackError("file_deleted")
    return file


METHODS = {
    "files.info": info,
    "files.delete": delete,
    "files.getUploadURLExternal": upload_url,
    "files.completeUploadExternal": complete_upload,
}
