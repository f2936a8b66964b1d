"""Which modals a person has open, one on top of the other, at most three. It must not send or check anything."""

from collections.abc import Callable

from sandbox.json_types import Json
from sandbox.view import View, new_hash, with_block_ids
from sandbox.workspace import Workspace

DEEPEST = 3


class StackFull(Exception):
    """A fourth modal was asked for."""


def open_modal(workspace: Workspace, user: str, definition: Json) -> View:
    """A new root view; whatever the person had open makes way."""
    with workspace.lock:
        clear(workspace, user)
        return _add(workspace, user, definition, root=None, previous=None)


def push_modal(workspace: Workspace, user: str, definition: Json) -> View:
    with workspace.lock:
        stack = workspace.stacks.get(user, [])
        if len(stack) >= DEEPEST:
            raise StackFull
        return _add(workspace, user, definition, root=workspace.views[stack[0]].root, previous=stack[-1])


def update_view(workspace: Workspace, view: View, definition: Json) -> View:
    with workspace.lock:
        view.replace({**definition, "blocks": with_block_ids(definition["blocks"])})
        workspace.touch()
        return view


def publish_home(workspace: Workspace, user: str, definition: Json) -> View:
    with workspace.lock:
        known = workspace.homes.get(user)
        if known is not None:
            return update_view(workspace, workspace.views[known], definition)
        view = _new(workspace, user, definition, root=None, previous=None)
        workspace.homes[user] = view.id
        workspace.touch()
        return view


def close_top(workspace: Workspace, user: str) -> None:
    with workspace.lock:
        stack = workspace.stacks.get(user, [])
        if stack:
            workspace.views.pop(stack.pop())
            workspace.touch()


def clear(workspace: Workspace, user: str) -> None:
    with workspace.lock:
        for view_id in workspace.stacks.pop(user, []):
            workspace.views.pop(view_id)
            workspace.touch()


def top(workspace: Workspace, user: str) -> View | None:
    stack = workspace.stacks.get(user, [])
    return workspace.views[stack[-1]] if stack else None


def find(workspace: Workspace, matches: Callable[[View], bool]) -> View | None:
    return next((view for view in workspace.views.values() if matches(view)), None)


def _add(workspace: Workspace, user: str, definition: Json, root: str | None, previous: str | None) -> View:
    view = _new(workspace, user, definition, root, previous)
    workspace.stacks.setdefault(user, []).append(view.id)
    workspace.touch()
    return view


def _new(workspace: Workspace, user: str, definition: Json, root: str | None, previous: str | None) -> View:
    view_id = workspace.next_id("V")
    complete = {**definition, "blocks": with_block_ids(definition["blocks"])}
    view = View(id=view_id, user=user, definition=complete, root=root or view_id, previous=previous, hash=new_hash())
    workspace.views[view_id] = view
    return view
