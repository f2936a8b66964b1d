"""Words that stand nowhere else, planted in everything that people type and in everything that is known of them.

It decides how such a word looks and where it was planted; it looks for nothing in the app.
"""

import csv
import io
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from sandbox.options import Options
from sandbox.webapi.files import new_file
from tests.flows.screen import Screen
from tests.play import ROOT, World

TYPED = re.compile(r"knr\d{5}z", re.IGNORECASE)
"""What a person typed, the name of a file, and what is in it."""
NOTICE = re.compile(r"ntc\d{5}z", re.IGNORECASE)
"""The text of a notice: the one thing that may stand in a message, of a notice only."""
NAME = re.compile(r"nmr\d\dz", re.IGNORECASE)
PRIVATE = re.compile(r"(?:eml|fnc)\d\dz", re.IGNORECASE)
"""Addresses and job titles."""
_TEXTS = ("plain_text_input", "url_text_input", "file_input")
_PNG = b"\x89PNG\r\n\x1a\n"
_REMEMBERED = 100_000


class Canaries:
    """Every word that was planted, with its place."""

    def __init__(self) -> None:
        self.planted: dict[str, str] = {}

    def word(self, place: str) -> str:
        prefix = "ntc" if place in ("notice.mededeling", "outcome.mededeling") else "knr"
        made = f"{prefix}{len(self.planted):05d}z"
        self.planted[made] = place
        return made

    def places(self, words: Iterable[str]) -> set[str]:
        """Return where these words were planted."""
        return {f"{one}: {self.planted.get(one.lower(), 'the staff file')}" for one in words}

    @property
    def forms(self) -> set[str]:
        """The forms in which something was planted."""
        return {place.partition(".")[0] for place in self.planted.values()}


class CanarySchool(World):
    """The demo school, of which every name, address and job title is a canary."""

    def _staff_file(self) -> bytes:
        return staff_text().encode()

    def _sandbox_options(self) -> Options:
        return replace(super()._sandbox_options(), definition=school(), remembered=_REMEMBERED)


class CanaryScreen(Screen):
    """Fills every field that takes words or files with canaries, the optional ones too."""

    THEN = MappingProxyType({"dossier_add": "dossier", "dossier_file": "dossier"})

    def __init__(self, world: World, canaries: Canaries) -> None:
        super().__init__(world)
        self.canaries = canaries

    def fill(self, user: str, form: str, given: Mapping[str, Any], then: str) -> None:
        """Open the rest of the first screen before it is filled in."""
        blocks = self.top(user).definition["blocks"]
        actions = [one["action_id"] for block in blocks if block["type"] == "actions" for one in block["elements"]]
        if any(one.startswith("intake.more|") for one in actions):
            self.press(user, "intake.more")
        super().fill(user, form, given, then)

    def send(self, user: str) -> None:
        """Fill in the open form, whichever it is, and send it."""
        form = self.top(user).definition["callback_id"]
        super().fill(user, form, {}, self.THEN.get(form, "case"))

    def enter(self, user: str, form: str, values: dict[str, Any]) -> None:
        for block in self.top(user).definition["blocks"]:
            if block["type"] == "input" and block["element"]["type"] in _TEXTS:
                element = block["element"]
                said = self._said(user, f"{form}.{block['block_id']}", element)
                values[block["block_id"]] = {element["action_id"]: said}

    def _said(self, user: str, place: str, element: Mapping[str, Any]) -> Any:
        word = self.canaries.word(place)
        match element["type"]:
            case "url_text_input":
                return f"https://{word}.example/{word}"
            case "file_input":
                inside = self.canaries.word(f"{place}, in it")
                return [new_file(self._site, f"{word}.png", "image/png", user, _PNG + inside.encode()).id]
            case _:
                return f"Ik zag {word}"[-element.get("max_length", 3000) :]


def school() -> dict[str, Any]:
    """Return the workspace of the demo school with other names."""
    found: dict[str, Any] = json.loads((ROOT / "sandbox/school.json").read_text(encoding="utf-8"))
    for number, user in enumerate(found["users"]):
        user["real_name"], user["name"] = _name(number), f"lid{number}"
        user["email"], user["title"] = _address(number), f"{user.get('title', '')} fnc{number:02d}z".strip()
    return found


def staff_text() -> str:
    """Return the staff file of the demo school with other names, addresses and job titles."""
    rows = [*csv.DictReader((ROOT / "ruggespraak/demo/staff.csv").read_text(encoding="utf-8").splitlines())]
    plain = json.loads((ROOT / "sandbox/school.json").read_text(encoding="utf-8"))["users"]
    numbers = {user["email"]: number for number, user in enumerate(plain)}
    file = io.StringIO()
    writer = csv.DictWriter(file, rows[0].keys())
    writer.writeheader()
    writer.writerows(_renamed(row, numbers) for row in rows)
    return file.getvalue()


def _renamed(row: Mapping[str, str], numbers: Mapping[str, int]) -> dict[str, str]:
    number = numbers[row["email"]]
    others = {key: _address(numbers[row[key]]) if row[key] else "" for key in ("leidinggevende", "vervanger")}
    mine = {"email": _address(number), "naam": _name(number), "functie": f"{row['functie']} fnc{number:02d}z"}
    return {**row, **others, **mine}


def _name(number: int) -> str:
    return f"Nmr{number:02d}za Nmr{number:02d}zb"


def _address(number: int) -> str:
    return f"eml{number:02d}z@regenboog.example"
