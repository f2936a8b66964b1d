"""The law in a school's own file: whatever weakens it is named with its key."""

from typing import Any

import pytest

from tests.workflows.engine.planted import ONT, named

LAW: list[tuple[str, dict[str, Any], str]] = [
    ("removed", {f"{ONT}/zeden_veiligheid": None}, "kinds.ontsporing.tasks"),
    ("removed with its kind", {"kinds/ontsporing": None}, "kinds"),
    ("no longer of the law", {f"{ONT}/bestuur_zeden/law": False}, "kinds.ontsporing.tasks.bestuur_zeden.law"),
    ("a may", {f"{ONT}/bestuur_zeden/strength": "may"}, "kinds.ontsporing.tasks.bestuur_zeden.strength"),
    ("for the directie", {f"{ONT}/bestuur_zeden/who": "directie"}, "kinds.ontsporing.tasks.bestuur_zeden.who"),
    ("later", {f"{ONT}/bestuur_zeden/due": "week"}, "kinds.ontsporing.tasks.bestuur_zeden.due"),
    ("told to others", {f"{ONT}/bestuur_zeden/informs": ["directie"]}, "kinds.ontsporing.tasks.bestuur_zeden.informs"),
    ("out of its lane", {f"{ONT}/bestuur_zeden/lane": ""}, "kinds.ontsporing.tasks.bestuur_zeden.lane"),
    ("less asked", {f"{ONT}/bestuur_zeden/asks": []}, "kinds.ontsporing.tasks.bestuur_zeden.asks"),
    (
        "under one condition more",
        {f"{ONT}/politie_dreiging/when": {"dreiging": "ja", "spoed": "ja"}},
        "kinds.ontsporing.tasks.politie_dreiging.when",
    ),
    ("unless", {f"{ONT}/politie_dreiging/unless": {"spoed": "nee"}}, "kinds.ontsporing.tasks.politie_dreiging.unless"),
    (
        "with a way out",
        {f"{ONT}/politie_dreiging/outcomes/laat_maar": {}},
        "kinds.ontsporing.tasks.politie_dreiging.outcomes.laat_maar",
    ),
    (
        "with one outcome less",
        {f"{ONT}/dreiging_bevestigen/outcomes/toch_melden": None},
        "kinds.ontsporing.tasks.dreiging_bevestigen.outcomes",
    ),
    (
        "with an outcome that asks no reason",
        {f"{ONT}/zeden_aangifte/outcomes/niet_mogelijk/asks": []},
        "kinds.ontsporing.tasks.zeden_aangifte.outcomes.niet_mogelijk",
    ),
    ("asked later", {"kinds/ontsporing/intake": ["toelichting", "zedenvermoeden"]}, "kinds.ontsporing.intake"),
    ("never asked", {"kinds/ontsporing/intake": ["toelichting"]}, "kinds.ontsporing.intake"),
    ("a threat that is never asked", {"kinds/ontsporing/more": ["link"]}, "kinds.ontsporing.more"),
    ("asked if one likes", {"facts/zedenvermoeden/required": False}, "facts.zedenvermoeden.required"),
    ("of fewer people", {"facts/zedenvermoeden/set_by": ["bestuur"]}, "facts.zedenvermoeden.set_by"),
    (
        "without weet niet",
        {"facts/zedenvermoeden/of": {"ja": "Ja", "nee": "Nee"}},
        "facts.zedenvermoeden.of",
    ),
    (
        "answered by a button",
        {f"{ONT}/strategie/outcomes/zelf_oplossen/sets": {"zedenvermoeden": "nee"}},
        "kinds.ontsporing.tasks.strategie.outcomes.zelf_oplossen.sets.zedenvermoeden",
    ),
    (
        "seen by the directie",
        {f"{ONT}/niet_reageren/lane": "beide", f"{ONT}/niet_reageren/when": {}},
        "kinds.ontsporing.tasks.niet_reageren.lane",
    ),
    (
        "seen by whoever set a fact",
        {f"{ONT}/vertrouwensinspecteur/lane": "beide"},
        "kinds.ontsporing.tasks.vertrouwensinspecteur.lane",
    ),
    (
        "told of by another task",
        {f"{ONT}/afsluiten/informs": ["directie"]},
        "kinds.ontsporing.tasks.afsluiten.informs",
    ),
]


@pytest.mark.rule("X-1")
@pytest.mark.rule("X-4")
@pytest.mark.parametrize("changes, key", [row[1:] for row in LAW], ids=[row[0] for row in LAW])
def test_a_file_that_weakens_the_law_is_named(changes: dict[str, Any], key: str) -> None:
    assert key in [found for found, _ in named(changes)]


def test_a_school_may_put_the_law_in_its_own_words() -> None:
    own = {
        f"{ONT}/bestuur_zeden/label": "Vermoeden van misbruik",
        f"{ONT}/bestuur_zeden/help": "Bel meteen.",
        f"{ONT}/bestuur_zeden/cite": ["X-1", "SCA-A10"],
        f"{ONT}/zeden_aangifte/outcomes/aangifte/label": "Aangifte is gedaan",
        "facts/zedenvermoeden/label": "Denkt u aan misbruik?",
    }
    assert named(own) == []
