"""Keeps the workspace in a file, so that a restart finds the same messages, people and files.

Modals, triggers and response urls are of the moment and are not kept. Writing waits a moment, because changes come
in bursts; the file is replaced in one go, so that a crash leaves the former one whole.
"""

import json
import threading
import time
from collections.abc import Set
from pathlib import Path

from sandbox.channel import Channel
from sandbox.file import StoredFile
from sandbox.json_types import Json
from sandbox.message import Message
from sandbox.person import Person
from sandbox.view import View
from sandbox.workspace import Workspace

PAUSE = 0.5
SHARE = 10  # a big school takes longer to write; the lock may be held a tenth of the time


class Store:
    """Loads at once; saves after every change, and at the end."""

    def __init__(self, file: Path, workspace: Workspace) -> None:
        self._file = file
        self._workspace = workspace
        self._timer: threading.Timer | None = None
        self._pause = PAUSE
        if file.exists():
            _restore(workspace, json.loads(file.read_text(encoding="utf-8")), self._folder)
        workspace.on_change = self._later

    def close(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self.save()

    def save(self) -> None:
        begun = time.monotonic()
        with self._workspace.lock:
            self._timer = None
            kept = json.dumps(_dump(self._workspace), ensure_ascii=False)
            self._write_files()
        self._file.parent.mkdir(parents=True, exist_ok=True)
        draft = self._file.with_name(self._file.name + ".new")
        draft.write_text(kept, encoding="utf-8")
        draft.replace(self._file)
        self._pause = max(PAUSE, SHARE * (time.monotonic() - begun))

    @property
    def _folder(self) -> Path:
        return self._file.with_name(self._file.stem + "-files")

    def _later(self) -> None:
        if self._timer is None:
            self._timer = threading.Timer(self._pause, self.save)
            self._timer.daemon = True
            self._timer.start()

    def _write_files(self) -> None:
        for stored in self._workspace.files.values():
            place = self._folder / stored.id
            if stored.complete and not stored.deleted and not place.exists():
                self._folder.mkdir(parents=True, exist_ok=True)
                place.write_bytes(stored.content)
        known = {stored.id for stored in self._workspace.files.values() if not stored.deleted}
        for place in self._folder.glob("F*"):
            if place.name not in known:
                place.unlink()


def _dump(workspace: Workspace) -> Json:
    """Views of the living objects, no copies: the caller turns them into text before it lets go of the lock."""
    return {
        "people": [vars(person) for person in workspace.people.values()],
        "channels": [_dump_channel(channel) for channel in workspace.channels.values()],
        "files": [{**vars(file), "content": None} for file in workspace.files.values() if file.complete],
        "homes": [vars(workspace.views[view]) for view in workspace.homes.values()],
        "unread": workspace.unread,
        "last_ts": workspace.last_ts,
        "last_id": workspace.last_id,
    }


def _dump_channel(channel: Channel) -> Json:
    return {**vars(channel), "messages": [vars(message) for message in channel.messages]}


def _restore(workspace: Workspace, kept: Json, folder: Path) -> None:
    newcomers = workspace.people.keys() - {row["id"] for row in kept["people"]}
    workspace.people.update({row["id"]: Person(**row) for row in kept["people"]})
    for row in kept["channels"]:
        _restore_channel(workspace, row, newcomers)
    for row in kept["files"]:
        content = b"" if row.get("deleted") else (folder / row["id"]).read_bytes()
        workspace.files[row["id"]] = StoredFile(**{**row, "content": content})
    for row in kept["homes"]:
        view = View(**row)
        workspace.views[view.id], workspace.homes[view.user] = view, view.id
    workspace.unread = kept["unread"]
    workspace.last_ts, workspace.last_id = kept["last_ts"], kept["last_id"]


def _restore_channel(workspace: Workspace, row: Json, newcomers: Set[str]) -> None:
    """As it was kept; who was added to the school since then also comes in."""
    messages = [Message(**message) for message in row.pop("messages")]
    channel = Channel(**{**row, "writers": tuple(row["writers"])}, messages=messages)
    defined = workspace.channels.get(channel.id)
    channel.members += [one for one in defined.members if one in newcomers] if defined else []
    workspace.channels[channel.id] = channel
    if channel.person is not None:
        workspace.direct[channel.person] = channel.id
