"""The page on writing a protocol tells the truth: its examples work, its tables are whole, its messages exist."""

import io
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

import pytest
from pydantic import ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError

from workflows.cards.intake_form import _FEW
from workflows.engine.calendar import HOUR, TERMS
from workflows.engine.contact import Contact
from workflows.engine.kind import Answer, Insert, Kind, Remark
from workflows.engine.part import ROLES, Part
from workflows.engine.performer import DoerOf, Each, NamedIn, RoleBy, RoleIn, SetterOf
from workflows.engine.protocol import Deviation, DossierRule, Protocol
from workflows.engine.question import Article, Known, Question
from workflows.engine.task import Bar, Outcome, Task
from workflows.engine.wording import TEXTS
from workflows.protocol_files import checked, law, read

ROOT = Path(__file__).parents[1]
GUIDE = ROOT / "docs" / "handleiding"
PAGE = (GUIDE / "eigen-protocol.md").read_text(encoding="utf-8")
TABLES: dict[str, tuple[type[Part], ...]] = {
    "Bovenaan het bestand": (Protocol,),
    "Regel": (Article,),
    "Feit of veld": (Question,),
    "Bekend": (Known,),
    "Contact": (Contact,),
    "Dossierregel": (DossierRule,),
    "Afwijking": (Deviation,),
    "Soort zaak": (Kind,),
    "Antwoord vooraf": (Answer,),
    "Toevoeging": (Insert,),
    "Opmerking": (Remark,),
    "Taak": (Task,),
    "Wie het doet": (NamedIn, SetterOf, DoerOf, RoleIn, RoleBy, Each),
    "Voorwaarde": (Bar,),
    "Uitkomst": (Outcome,),
}
NOT_IN_THE_MODEL = {"Bovenaan het bestand": {"extends"}}
_NUMBERS = {6: "zes"}
READ_WITHOUT = {"title"}  # a file without one gets the name of the protocol
BLOCK = re.compile(r"^```yaml\n# (bestand|stukje bij): (\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
HEADING = re.compile(r"^#{1,4} (.+)$", re.MULTILINE)
ROW = re.compile(r"^\| `([^`]+)` \| .+ \| .+ \|$", re.MULTILINE)
MESSAGES = ROW.findall(PAGE.split("## Nakijken")[1].split("## Bekijken")[0])


# ---------------------------------------------------------------------------------------------------- the examples


def test_every_example_is_one_that_is_tried() -> None:
    assert len(BLOCK.findall(PAGE)) == PAGE.count("```yaml") > 20


@pytest.mark.parametrize("name", [name for word, name, _ in BLOCK.findall(PAGE) if word == "bestand"])
def test_a_file_on_the_page_is_sound_with_all_that_is_added_to_it(tmp_path: Path, name: str) -> None:
    _write_all(tmp_path)
    assert _problems(tmp_path / name) == []


def test_the_first_file_is_sound_by_itself(tmp_path: Path) -> None:
    _, name, text = next(iter(BLOCK.findall(PAGE)))
    (tmp_path / name).write_text(text, encoding="utf-8")
    source = read(tmp_path / name)
    found = checked(source)
    assert found.problems == ()
    assert f"{source.protocol.protocol}: 0 problems, {found.states} states" in PAGE


def test_what_the_page_promises_of_its_examples_is_so(tmp_path: Path) -> None:
    _write_all(tmp_path)
    first = read(tmp_path / "eerste.yml").protocol
    report = first.kinds["ontsporing"]
    assert first.label("directie") == "schoolleiding"
    assert first.facts["aard"].of["gamen"] == "Ruzie in een spel"
    assert "vrienden" not in first.facts["aard"].of
    assert not {"nazorg", "kwalificatie", "vertrouwensinspecteur"} & set(report.tasks)
    assert report.tasks["politie_vernieling"].police
    assert set(first.kinds["publicatie"].tasks["beoordelen"].bars) == {"toestemming", "groepsapp_leerlingen"}
    assert read(tmp_path / "nevenvestiging.yml").protocol.task("ontsporing", "gesprek").due == "week"


def test_the_counter_example_on_the_page_is_what_the_app_says(tmp_path: Path) -> None:
    head = next(text for _, name, text in BLOCK.findall(PAGE) if name == "eerste.yml").split("labels:")[0]
    path = tmp_path / "mijn-school.yml"
    path.write_text(head + "dossiers:\n  leerling: {type: leerling, when: {gesprek_leerling: klaar}}\n", "utf-8")
    assert any(problem in PAGE for problem in _problems(path))


# ------------------------------------------------------------------------------------------------------ the tables


@pytest.mark.parametrize("title", TABLES)
def test_a_table_of_keys_has_what_a_file_may_say_and_nothing_else(title: str) -> None:
    rows = _rows(title)
    models = TABLES[title]
    known = {name for model in models for name in model.model_fields} | NOT_IN_THE_MODEL.get(title, set())
    assert {key for key, _, _ in rows} == known
    assert len(rows) == len(known)
    for model in models if len(models) == 1 else ():
        needed = {name for name, field in model.model_fields.items() if field.is_required()} - READ_WITHOUT
        assert {key for key, bold, _ in rows if bold} == needed
        for key, words in _fixed_words(model):
            said = next(text for name, _, text in rows if name == key)
            assert [word for word in words if f"`{word}`" not in said] == []


def test_every_piece_of_a_protocol_has_its_table() -> None:
    pieces = {one for one in Part.__subclasses__() if one.__module__.startswith("workflows.")}
    assert pieces == {model for models in TABLES.values() for model in models}


def test_what_is_there_already_is_listed_as_it_is() -> None:
    facts, fields, tasks = PAGE.split("### Wat er al is")[1].split("\n## ")[0].split("\n\n| ")[1:]
    shared = law()
    assert _listed(facts) == {key: set(question.of) for key, question in shared.facts.items()}
    assert _listed(tasks) == {
        key: {name for name, task in kind.tasks.items() if not task.law} for key, kind in shared.kinds.items()
    }
    assert set(re.findall(r"`(\w+)`", fields)) == set(shared.fields)


def test_roles_texts_and_terms_are_all_on_the_page() -> None:
    assert [word for word in (*ROLES, *TEXTS, *TERMS) if f"`{word}`" not in PAGE] == []
    hours = re.findall(r"^\| `(\w+)` \| (\d+) uur \|$", PAGE, re.MULTILINE)
    assert {word: int(number) * HOUR for word, number in hours} == dict(TERMS)
    assert f"toont {_NUMBERS[_FEW]} regels" in PAGE


# ---------------------------------------------------------------------------------------------------- the messages


def test_the_table_of_messages_is_there() -> None:
    assert len(MESSAGES) > 30


@pytest.mark.parametrize("message", MESSAGES)
def test_a_message_in_the_table_is_one_that_the_app_gives(message: str) -> None:
    assert [part for part in message.split("…") if part.strip() not in _all_messages()] == []


# ------------------------------------------------------------------------------------------------------- the links


@pytest.mark.parametrize("sheet", sorted(one.name for one in GUIDE.glob("*.md")))
def test_every_link_in_the_guide_leads_somewhere(sheet: str) -> None:
    here = GUIDE / sheet
    for target in re.findall(r"\]\(([^)\s]+)\)", here.read_text(encoding="utf-8")):
        path, _, anchor = target.partition("#")
        found = (GUIDE / path) if path else here
        assert found.exists(), target
        if anchor:
            assert anchor in {_anchor(title) for title in HEADING.findall(found.read_text(encoding="utf-8"))}, target


def _write_all(folder: Path) -> None:
    """Write every file of the page, with the pieces that the page adds to it."""
    files: dict[str, dict[str, Any]] = {}
    for word, name, text in BLOCK.findall(PAGE):
        data = YAML(typ="safe", pure=True).load(text)
        files[name] = data if word == "bestand" else _added(files[name], data)
    for name, data in files.items():
        out = io.StringIO()
        YAML(typ="safe", pure=True).dump(data, out)
        (folder / name).write_text(out.getvalue(), encoding="utf-8")


def _added(old: Any, new: Any) -> Any:
    """Put a piece into a file as a reader does; ``~`` is written down, to remove what another file brings."""
    if not (isinstance(old, dict) and isinstance(new, dict)):
        return new
    return old | {key: _added(old.get(key), value) for key, value in new.items()}


def _problems(path: Path) -> list[str]:
    source = read(path)
    found = checked(source).problems
    return [f"{':'.join(map(str, source.place(one.key)))}: {one.key}: {one.message}" for one in found]


def _rows(title: str) -> list[tuple[str, bool, str]]:
    """Return key, whether it is in bold, and what is said of it, of the table under a heading of the last chapter."""
    chapter = PAGE.split("## Alle sleutels")[1].split(f"### {title}\n")[1].split("### ")[0]
    found = re.findall(r"^\| (\**)`(\w+)`\** \| (.+) \|$", chapter, re.MULTILINE)
    return [(key, bool(bold), text) for bold, key, text in found]


def _listed(table: str) -> dict[str, set[str]]:
    rows = re.findall(r"^\| `(\w+)` \| (.+) \|$", table, re.MULTILINE)
    return {key: set(re.findall(r"`(\w+)`", text)) for key, text in rows}


def _fixed_words(model: type[Part]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Return the words among which a key has to choose, of keys with few of them."""
    for name, field in model.model_fields.items():
        if get_origin(field.annotation) is Literal and get_args(field.annotation) != ROLES:
            yield name, tuple(word for word in get_args(field.annotation) if word)


@cache
def _all_messages() -> str:
    """Return everything that the check can say: its own source, and what pydantic and the YAML reader say."""
    files = [ROOT / "workflows" / name for name in ("protocol_files.py", "yaml_file.py")]
    sources = [*(ROOT / "workflows" / "engine").glob("*.py"), *files]
    return "\n".join([*(path.read_text(encoding="utf-8") for path in sources), *_of_others()])


def _of_others() -> Iterator[str]:
    wrong = {"who": "directie", "label": "x" * 76, "strength": "moet", "due": "Hoofdletter"}
    with pytest.raises(ValidationError) as refused:
        Task.model_validate(wrong)
    yield str(refused.value)
    for text in ("a: b: c", "a:\n\tb: c", "a:\n  b: c\n d: e"):
        with pytest.raises(MarkedYAMLError) as broken:
            YAML(typ="safe", pure=True).load(text)
        yield f"{broken.value.context} {broken.value.problem}"


def _anchor(title: str) -> str:
    return re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-")
