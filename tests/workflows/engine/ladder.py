"""What every school on the ladder has beside the branch that a test is about."""

from tests.workflows.engine.cast import Play
from workflows.engine.protocol import Protocol


def reported(protocol: Protocol, plaatser: str, persoon: str = "") -> Play:
    """Return a report that the schoolleiding has, with who posted named and everything beside that branch done."""
    play = Play(protocol=protocol)
    play.to_directie(plaatser, persoon)
    play.finish("niet_reageren", "niet")
    play.finish("strafbaar_beoordelen", "vastgelegd", strafbaar="nee")
    play.finish("slachtoffer_spreken", "overslaan")
    play.finish("nazorg", "overslaan")
    return play
