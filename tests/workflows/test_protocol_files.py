"""Protocol files: how they merge, and that a broken one is named with file, line and key, whatever is in it."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from tests.workflows.engine.broken_files import BROKEN, HEAD, HOSTILE, SAMPLE
from tests.workflows.engine.cast import Play, checked_with_the_law, protocol_of
from workflows.protocol_files import (
    ProtocolFileError,
    available,
    checked,
    digest_of,
    dump,
    law,
    load,
    read,
)
from workflows.protocol_show import show_lines


def written(folder: Path, text: str | bytes, name: str = "proef.yml") -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def faults(folder: Path, text: str | bytes) -> list[str]:
    with pytest.raises(ProtocolFileError) as refused:
        read(written(folder, text))
    return [str(fault) for fault in refused.value.faults]


# ------------------------------------------------------------------------------------------ what comes with the app


def test_the_protocols_that_come_with_the_app_are_held_against_the_law() -> None:
    """That each of them is sound is in ``engine/test_check`` and, by the command, in ``test_cli``."""
    assert "scala" in available()
    assert not {"common", "ladder"} & set(available())
    assert law() == protocol_of("common")
    assert checked(read("udens")) == checked_with_the_law("udens")


def test_what_a_running_case_was_pinned_to_is_read_by_a_version_that_no_longer_knows_one_of_its_words() -> None:
    source = read("scala")
    old = json.loads(dump(source.protocol))
    old["facts"]["spoed"]["safe"] = False
    old["kinds"]["ontsporing"]["tasks"]["strategie"]["outcomes"]["naar_directie"]["shout"] = "x"
    assert load(json.dumps(old)) == source.protocol
    old["kinds"]["ontsporing"]["tasks"]["strategie"]["who"] = "conciërge"
    with pytest.raises(ValidationError):
        load(json.dumps(old))


@pytest.mark.parametrize("name", ["scala", "common"])
def test_a_protocol_that_is_written_down_and_read_back_is_the_same(name: str) -> None:
    source = read(name)
    again = load(dump(source.protocol))
    assert again == source.protocol
    assert digest_of(again) == source.digest
    assert dump(again) == dump(source.protocol)


def test_the_digest_is_of_what_a_protocol_says_and_not_of_how_it_is_typed(tmp_path: Path) -> None:
    typed = SAMPLE.replace(
        "{ref: B5, text: Overleg direct met uw leidinggevende.}",
        '{text: "Overleg direct met uw leidinggevende.", "ref": B5}',
    )
    assert typed != SAMPLE
    first = read(written(tmp_path, SAMPLE))
    assert read(written(tmp_path, typed, "anders.yml")).digest == first.digest
    changed = SAMPLE.replace("due: direct", "due: vandaag")
    assert read(written(tmp_path, changed, "later.yml")).digest != first.digest


def test_every_key_of_a_protocol_knows_the_file_and_line_it_comes_from() -> None:
    source = read("scala")
    assert source.place("kinds.ontsporing.tasks.opheffen.who")[0] == "common.yml"
    assert source.place("kinds.ontsporing.tasks.gesprek_kind.who")[0] == "scala.yml"
    assert source.place("kinds.ontsporing.tasks.gesprek_kind.nowhere") == source.place(
        "kinds.ontsporing.tasks.gesprek_kind"
    )
    assert source.place("nowhere.at.all") == ("scala", 1)
    file, line = source.place("articles.SCA-F1.6")
    assert "SCA-F1.6" in Path("workflows/protocols", file).read_text(encoding="utf-8").splitlines()[line - 1]


def test_a_protocol_is_shown_merged_with_its_origins() -> None:
    lines = list(show_lines(read("scala")))
    assert lines[0].startswith("protocol: scala   # scala.yml:")
    assert any(line.strip().startswith("opheffen:   # common.yml:") for line in lines)


# ------------------------------------------------------------------------------------------------- a stranger's file


def test_the_sample_of_the_design_loads_is_sound_and_runs_a_case_to_its_closing(tmp_path: Path) -> None:
    source = read(written(tmp_path, SAMPLE))
    assert checked(source).problems == ()
    assert source.protocol.facts["plaatser"].of["andere_volwassene"] == "Andere volwassene"
    play = Play(protocol=source.protocol, plaatser="medewerker")
    play.finish("strategie", "naar_directie")
    assert play.open() == {"niet_reageren", "gesprek_medewerker"}
    play.finish("niet_reageren", "verstuurd")
    play.finish("opheffen", "opgeheven")
    play.finish("gesprek_medewerker", "inadequaat")
    play.correct(by="directie", grensoverschrijdend="ja")
    assert play.asked_of("vertrouwensinspecteur") == {"directie"}
    play.finish("vertrouwensinspecteur", "gedaan")
    play.finish("overleg_bestuur", "gedaan", by="bestuur")
    assert play.round("strategie").outcome == "naar_directie"
    assert play.asked_of("afsluiten") == {"leidinggevende"}
    play.close()


def test_an_outcome_may_be_left_empty_in_both_ways(tmp_path: Path) -> None:
    task = read(written(tmp_path, SAMPLE)).protocol.task("ontsporing", "strategie")
    assert list(task.outcomes) == ["naar_directie", "buiten_bereik", "terug"]


def test_a_protocol_without_extends_stands_alone_and_lacks_the_law(tmp_path: Path) -> None:
    alone = "protocol: alleen\nversion: 1\nfields: {motivering: {type: text}}\n"
    alone += "kinds:\n  vraag:\n    label: Vraag\n    tasks:\n"
    alone += "      antwoorden: {who: directie}\n      sluiten: {who: eigenaar, does: close}\n"
    source = read(written(tmp_path, alone))
    play = Play("vraag", protocol=source.protocol)
    play.finish("antwoorden", "gedaan")
    play.finish("sluiten", "gedaan")
    assert play.case.state == "closed"
    assert "kinds" in {problem.key for problem in checked(source).problems}


# ------------------------------------------------------------------------------------------------------------ merging


def test_maps_merge_lists_and_words_replace_and_a_tilde_removes(tmp_path: Path) -> None:
    text = HEAD + (
        "labels: {bestuur: college}\n"
        "facts:\n  platform: {of: {mastodon: Mastodon}}\n  met_beeld: {help: Ook geluid telt.}\n"
        "kinds:\n  publicatie: ~\n  ontsporing:\n    more: [dreiging]\n"
        "    tasks:\n      niet_reageren: ~\n      opheffen: ~\n"
    )
    protocol = read(written(tmp_path, text)).protocol
    assert (protocol.label("bestuur"), protocol.label("directie")) == ("college", "directie")
    assert protocol.facts["platform"].of["mastodon"] == "Mastodon"
    assert "whatsapp" in protocol.facts["platform"].of
    assert protocol.facts["met_beeld"].type == "choice"
    assert protocol.kinds["ontsporing"].more == ("dreiging",)
    assert set(protocol.kinds) == {"ontsporing"}
    assert "niet_reageren" not in protocol.kinds["ontsporing"].tasks


def test_a_protocol_does_not_take_its_name_title_or_version_from_another(tmp_path: Path) -> None:
    protocol = read(written(tmp_path, HEAD)).protocol
    assert (protocol.protocol, protocol.title, protocol.version) == ("proef", "proef", "1")
    assert faults(tmp_path, "extends: common\n") == [
        "proef.yml:1: protocol: is missing",
        "proef.yml:1: version: is missing",
    ]


def test_a_file_may_extend_a_file_beside_it_that_extends_another(tmp_path: Path) -> None:
    written(tmp_path, HEAD + "labels: {pr: voorlichting}\n", "stichting.yml")
    for above in ("stichting", "./stichting.yml"):
        source = read(written(tmp_path, f"protocol: school\nextends: {above}\nversion: 2\nlabels: {{fg: jurist}}\n"))
        assert [source.protocol.label(role) for role in ("pr", "fg", "melder")] == ["voorlichting", "jurist", "melder"]
        assert source.place("labels.pr") == ("stichting.yml", 4)


def test_a_school_file_may_carry_the_name_of_what_it_extends(tmp_path: Path) -> None:
    text = "protocol: scala\nextends: scala\nversion: 2\n"
    source = read(written(tmp_path, text, "scala.yml"))
    assert "gesprek_kind" in source.protocol.kinds["ontsporing"].tasks


def test_a_file_of_the_school_named_common_does_not_replace_the_law(tmp_path: Path) -> None:
    own = "protocol: common\nversion: 1\ntitle: Eigen\nkinds: {vraag: {label: V, tasks: {a: {who: pr, does: close}}}}\n"
    written(tmp_path, own, "common.yml")
    source = read(written(tmp_path, HEAD))
    assert set(source.protocol.kinds) == {"vraag"}
    assert checked(source).problems != ()
    assert "bestuur_zeden" in law().kinds["ontsporing"].tasks


def test_files_that_extend_one_another_in_a_circle_are_refused(tmp_path: Path) -> None:
    written(tmp_path, "protocol: b\nextends: proef\nversion: 1\n", "b.yml")
    (fault,) = faults(tmp_path, "protocol: a\nextends: b\nversion: 1\n")
    assert fault == "proef.yml:1: extends: extends goes round in a circle, or too far"


def test_a_chain_that_is_too_long_is_refused(tmp_path: Path) -> None:
    for number in range(9):
        written(tmp_path, f"protocol: p{number}\nextends: p{number + 1}\nversion: 1\n", f"p{number}.yml")
    with pytest.raises(ProtocolFileError, match="circle, or too far"):
        read(tmp_path / "p0.yml")


@pytest.mark.parametrize("name", ["verzonnen", "./verzonnen.yml", "../../verzonnen", "", "a\0b"])
def test_a_protocol_that_is_not_there_is_an_error_with_what_there_is(name: str) -> None:
    with pytest.raises(ProtocolFileError, match=r"no such protocol; built in: .*scala"):
        read(name)


def test_what_is_extended_must_be_there_and_be_one_name(tmp_path: Path) -> None:
    assert "no protocol or file" in faults(tmp_path, "protocol: a\nextends: verzonnen\n")[0]
    assert faults(tmp_path, "protocol: a\nversion: 1\nextends: [common, scala]\n") == [
        "proef.yml:3: extends: extends names one protocol"
    ]


# ----------------------------------------------------------------------------------------------- broken, with its key


@pytest.mark.parametrize("old, new, key, message", [row[1:] for row in BROKEN], ids=[row[0] for row in BROKEN])
def test_a_broken_file_is_named_with_file_line_and_key(
    tmp_path: Path, old: str, new: str, key: str, message: str
) -> None:
    assert SAMPLE.count(old) == 1, old
    text = SAMPLE.replace(old, new)
    line = 1 + SAMPLE[: SAMPLE.index(old)].count("\n")
    found = faults(tmp_path, text)
    assert [one for one in found if one.startswith(f"proef.yml:{line}: {key}: ") and message in one], found


def test_every_wrong_name_in_a_file_is_told_at_once(tmp_path: Path) -> None:
    text = SAMPLE.replace("{asks: [motivering]", "{asks: [motivatie]")
    text = text.replace("when: {gesprek_medewerker: inadequaat}", "when: {iets: inadequaat}")
    assert len(faults(tmp_path, text)) == 2


def test_a_name_cannot_be_both_a_fact_and_a_field(tmp_path: Path) -> None:
    text = HEAD + "fields:\n  spoed: {type: text}\n"
    there, here = faults(tmp_path, text)
    assert there.startswith("common.yml:")
    assert here == "proef.yml:5: fields.spoed: is a fact as well"


# -------------------------------------------------------------------------------------------------- hostile or clumsy


@pytest.mark.parametrize("text, expected", [row[1:] for row in HOSTILE], ids=[row[0] for row in HOSTILE])
def test_a_hostile_or_clumsy_file_is_refused_with_its_place(tmp_path: Path, text: str | bytes, expected: str) -> None:
    found = faults(tmp_path, text)
    assert any(expected in one for one in found), found


def test_a_folder_or_a_file_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ProtocolFileError):
        read(tmp_path)
    (tmp_path / "map.yml").mkdir()
    with pytest.raises(ProtocolFileError):
        read(tmp_path / "map.yml")


@pytest.mark.parametrize(
    "word",
    ["no", "yes", "on", "off", "ja", "nee", "n", "y", "NO", "1.10", "0x10", "1e3", "12:30:00", "2026-11-24", "1_000"],
)
def test_words_numbers_and_days_stay_the_text_that_was_typed(tmp_path: Path, word: str) -> None:
    text = (
        f"{HEAD}adopted: {word}\nlabels: {{pr: {word}}}\n"
        f"facts:\n  kleur: {{type: choice, of: {{no: {word}, on: {word}, y: {word}}}}}\n"
    )
    protocol = read(written(tmp_path, text)).protocol
    assert (protocol.adopted, protocol.labels) == (word, {**law().labels, "pr": word})
    assert dict(protocol.facts["kleur"].of) == {"no": word, "on": word, "y": word}


@pytest.mark.parametrize("version", ["2023-03-09", "1.10", "7", "'1'", "v2.0", "2012-03-19T10:00:00Z"])
def test_a_version_is_the_text_that_was_typed(tmp_path: Path, version: str) -> None:
    text = HEAD.replace("version: 1", f"version: {version}")
    assert read(written(tmp_path, text)).protocol.version == version.strip("'")


def test_a_list_of_values_is_labelled_by_the_values_themselves(tmp_path: Path) -> None:
    text = HEAD + "facts:\n  kleur: {type: choice, of: [ja, weet_niet, no]}\n"
    assert dict(read(written(tmp_path, text)).protocol.facts["kleur"].of) == {
        "ja": "Ja",
        "weet_niet": "Weet niet",
        "no": "No",
    }


# --------------------------------------------------------------------------------------------------------- any file

ANY = settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
SOME = settings(ANY, max_examples=15)
SMALL = """\
protocol: klein
version: 1
labels: {directie: directie}
articles:
  K-1: {ref: K1, text: Overleg direct.}
facts:
  spoed: {type: choice, of: [ja, nee]}
fields:
  motivering: {type: text}
texts:
  mededeling: Reageer niet.
kinds:
  ontsporing:
    label: Ontsporing
    intake: [spoed]
    tasks:
      strategie:
        who: directie
        due: direct
        starts: true
        asks: [motivering]
        outcomes: {naar_directie: {label: Door}, terug: {label: Terug}}
      opheffen:
        who: directie
        when: {strategie: naar_directie}
        cite: [K-1]
        outcomes: {opgeheven: {label: Opgeheven}}
      afsluiten: {who: eigenaar, does: close, starts: true}
"""
WORDS = st.sampled_from(
    [
        *("protocol", "extends", "common", "version", "kinds", "ontsporing", "tasks", "who", "when", "outcomes"),
        *("facts", "of", "type", "choice", "ja", "~", "{}", "[]", "{a: b}", "[a]", "true", "1", "1.5", "2026-11-24"),
        *("''", '"x"', "strategie", "directie", "&a", "*a", "!!int", "!x", "|", ">", "-", "?", ":", "#", "%", "@"),
        *("`", ",", "}", "]", "{", "[", "---", "...", "<<", "\\x", "\t"),
    ]
)
TREES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8) | WORDS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6) | WORDS, inner, max_size=4),
    max_leaves=12,
)
PLACES_OF_A_PROTOCOL = (
    ("kinds",),
    ("facts",),
    ("facts", "spoed"),
    ("facts", "spoed", "of"),
    ("labels",),
    ("kinds", "ontsporing", "tasks"),
    ("kinds", "ontsporing", "tasks", "opheffen"),
    ("kinds", "ontsporing", "tasks", "opheffen", "who"),
    ("kinds", "ontsporing", "tasks", "opheffen", "outcomes"),
    ("kinds", "ontsporing", "tasks", "opheffen", "when"),
    ("version",),
    ("extends",),
    ("texts", "mededeling"),
)
PLACES = st.sampled_from(PLACES_OF_A_PROTOCOL)


def only_a_fault(path: Path) -> None:
    """Reading and checking either works or says what is wrong, with a file and a line."""
    try:
        checked(read(path))
        found = []
    except ProtocolFileError as error:
        found = [(bool(fault.file and fault.message), fault.line >= 1) for fault in error.faults] or [(False, False)]
    assert set(found) <= {(True, True)}


@ANY
@given(st.binary(max_size=300))
@example(b"\xef\xbb\xbfprotocol: a\n")
@example(b"\0")
def test_any_bytes_at_all_give_a_protocol_or_a_fault(tmp_path: Path, raw: bytes) -> None:
    only_a_fault(written(tmp_path, raw))
    only_a_fault(written(tmp_path, HEAD.encode() + raw))


def on_top_of_a_small_one(folder: Path) -> str:
    """Return the head of a file that extends one with all that PLACES names, and little else: it is read in no time."""
    written(folder, SMALL, "klein.yml")
    return HEAD.replace("extends: common", "extends: klein")


def test_the_small_file_is_a_protocol_that_has_every_place_in_which_something_is_put(tmp_path: Path) -> None:
    source = read(written(tmp_path, on_top_of_a_small_one(tmp_path)))
    assert checked(source).states > 0
    assert {".".join(place) for place in PLACES_OF_A_PROTOCOL} - {"extends"} <= set(source.origins)


@ANY
@given(st.lists(WORDS | st.text(max_size=5) | st.sampled_from(["\n", "\n  ", ": ", " "]), max_size=40))
def test_any_words_of_a_protocol_in_any_order_give_a_protocol_or_a_fault(tmp_path: Path, words: list[str]) -> None:
    text = "".join(words)
    for whole in (text, on_top_of_a_small_one(tmp_path) + text):
        only_a_fault(written(tmp_path, whole.encode("utf-8", "surrogatepass")))


@ANY
@given(PLACES, TREES)
def test_any_value_in_any_place_gives_a_protocol_or_a_fault(tmp_path: Path, place: tuple[str, ...], tree: Any) -> None:
    only_a_fault(written(tmp_path, on_top_of_a_small_one(tmp_path) + as_yaml(place, tree)))


@SOME
@given(PLACES, TREES)
def test_any_value_in_any_place_of_a_whole_protocol_gives_a_protocol_or_a_fault(
    tmp_path: Path, place: tuple[str, ...], tree: Any
) -> None:
    only_a_fault(written(tmp_path, HEAD + as_yaml(place, tree)))


def as_yaml(place: tuple[str, ...], tree: Any) -> str:
    """A key per line, and the value in flow style: JSON is YAML."""
    lines = [f"{'  ' * depth}{key}:" for depth, key in enumerate(place)]
    return "\n".join(lines) + " " + json.dumps(tree, ensure_ascii=False) + "\n"


@cache
def dumped(name: str) -> str:
    return dump(protocol_of(name))


@given(st.sampled_from(available()), st.text(max_size=200))
def test_a_pinned_protocol_that_was_cut_or_changed_is_an_error_of_its_own(name: str, rest: str) -> None:
    text = dumped(name)
    with pytest.raises(ValueError, match="validation error"):
        load(text[:-1] + "x" + rest)
