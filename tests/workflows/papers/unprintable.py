"""A paper that no way of showing it turns into a PDF."""

from dataclasses import replace

from tests.workflows.papers.test_pdf import paper
from workflows.cards.paper import Paper


def unprintable(text: str) -> Paper:
    """Its mark is no text: no person can type that, and the template refuses it whatever letters stand in it."""
    return replace(paper(text), mark={"no": text})  # type: ignore[arg-type]
