"""The audit trail on the command line: is it whole? It names cases by number, and shows nothing of what is in them."""

import sys

import click

from models import trail_check, trail_seals
from models.store import Store
from ruggespraak import bootstrap
from ruggespraak.settings import process_environment, read_settings, require

_MOST = 200


@click.group()
def audit() -> None:
    """The audit trail."""


@audit.command()
@click.option("--seal", help="A seal that the log named: it must be among those that are kept.")
def verify(seal: str | None) -> None:
    """Walk every chain and every seal: exit code 0 when the trail is whole, 1 with what is wrong and where."""
    settings = read_settings(process_environment())
    require(settings, "RUGGESPRAAK_KEYS")
    store = bootstrap.open_current(settings)
    try:
        found = _findings(store, seal)
    finally:
        store.close()
    for line in found[:_MOST]:
        click.echo(line)
    if len(found) > _MOST:
        click.echo(f"and {len(found) - _MOST} more")
    if found:
        sys.exit(1)


def _findings(store: Store, seal: str | None) -> list[str]:
    with store.snapshot() as tx:
        counts, unsealed = trail_check.counts(tx), trail_seals.open_count(tx)
        found = [_line(one) for one in trail_check.findings(tx)]
        if seal and not trail_seals.is_kept(tx, seal):
            found.append(f"seal {seal[:16]}...: is not among the seals that are kept")
    verdict = f"{len(found)} found" if found else "whole"
    click.echo(
        f"audit trail: {verdict}; {counts['chains']} chains, {counts['entries']} entries, {counts['seals']} seals; "
        f"{unsealed} chains grew since the last seal"
    )
    return found


def _line(one: trail_check.Finding) -> str:
    entry = f", entry {one.entry}" if one.entry else ""
    return f"{one.where}{entry}: {one.what}"
