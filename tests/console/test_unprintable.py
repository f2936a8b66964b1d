"""A paper that cannot be a PDF: who asked for it reads that, and does not wait for ever."""

import logging
from collections.abc import Callable

import pytest
from flask import Blueprint, Flask, Response

from console import papers, rights
from tests.flows.inzage import address, ask, reported
from tests.flows.papers import PUPIL, confirm, links, opened
from tests.flows.test_ontsporing import decide, name_poster, until_directie
from tests.play import World
from tests.workflows.papers.unprintable import unprintable
from workflows.papers.pdf import pdf
from workflows.usecases.context import Context

# So many characters side by side that no font has a shape for make the library panic.
HOSTILE = "".join(map(chr, range(0x50C, 0x50C + 200)))


@pytest.mark.parametrize("blueprint_of", [papers.create_blueprint, rights.create_blueprint])
def test_who_gets_no_pdf_reads_why_and_what_to_do_and_the_log_holds_nothing_of_it(
    sqlite_world: World, caplog: pytest.LogCaptureFixture, blueprint_of: Callable[[Context], Blueprint]
) -> None:
    blueprint = blueprint_of(sqlite_world.installation.context)
    blueprint.add_url_rule("/hopeloos", view_func=lambda: Response(pdf(unprintable("KANARIE"))))
    app = Flask("beside")
    app.register_blueprint(blueprint)
    with caplog.at_level(logging.DEBUG):
        answer = app.test_client().get("/hopeloos")
    assert answer.status_code == 500
    assert answer.mimetype == "text/plain"
    assert answer.text.startswith("Van dit stuk kan geen PDF gemaakt worden. Open het als JSON.")
    assert "no PDF" in caplog.text
    assert "KANARIE" not in caplog.text


def test_what_somebody_is_given_of_themselves_is_a_pdf_whatever_a_colleague_typed(sqlite_world: World) -> None:
    reported(sqlite_world, toelichting=f"Kevin Zwartkruis deed dit {HOSTILE}")
    link = address(ask(sqlite_world, naam="Kevin Zwartkruis"), "pdf")
    answers = [sqlite_world.http.get(link, timeout=20) for _ in range(5)]  # more than the threads that serve
    assert [(one.status_code, one.content[:5]) for one in answers] == [(200, b"%PDF-")] * 5


def test_a_dossier_is_a_pdf_whatever_the_other_said_of_it(sqlite_world: World) -> None:
    until_directie(sqlite_world)
    name_poster(sqlite_world, "ouder")
    talk = {"verslag": "Goed gesprek", "reactie_volwassene": ["verwijdert"]}
    decide(sqlite_world, "directie", "In gesprek met de volwassene", "Reageert goed", **talk)
    confirm(sqlite_world, PUPIL, HOSTILE, "Leerlingvolgsysteem")
    directie = sqlite_world.who("directie")
    directie.open_case()
    directie.press("Dossier")
    assert opened(sqlite_world, links(directie, "pdf")[0]).content.startswith(b"%PDF-")
