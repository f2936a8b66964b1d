"""The keys on the command line: which are in use, and sealing everything anew under the first. No key is shown."""

import sys
from collections import Counter

import click

from models import rotation
from models.keyring import KeyringError
from models.store import Store
from ruggespraak import bootstrap
from ruggespraak.settings import process_environment, read_settings, require


@click.group()
def keys() -> None:
    """The keys of the installation."""


@keys.command()
def status() -> None:
    """Print how much is sealed under each key."""
    store = _opened()
    try:
        with store.snapshot() as tx:
            found, current = rotation.in_use(tx), store.vault.keyring.current
    finally:
        store.close()
    for key, number in found.items():
        click.echo(f"{key:20} {number:8} values{'  (seals)' if key == current else ''}")


@keys.command()
@click.option("--yes", is_flag=True, help="Do not ask whether every process knows the new key.")
def rotate(yes: bool) -> None:
    """Seal everything anew under the first key of RUGGESPRAAK_KEYS; broken off, it goes on where it was.

    Put the new key in front, restart every process so that it knows both, and then rotate: a process that lacks the
    new key cannot open what was sealed anew.
    """
    store = _opened()
    if not yes and sys.stdin.isatty():
        click.confirm("Does every process run with the new key in front in RUGGESPRAAK_KEYS already?", abort=True)
    done: Counter[str] = Counter()

    def told(column: str, number: int) -> None:
        done[column] += number
        if done[column] % 1000 == 0 and number:
            click.echo(f"  {column}: {done[column]}")

    try:
        rotation.rotate(store, told)
        with store.snapshot() as tx:
            left = rotation.in_use(tx)
    except KeyringError as error:
        raise click.ClickException(f"{error}. What was done is kept; repair this and run it again.") from error
    finally:
        store.close()
    _report(done, left, store.vault.keyring.current)


def _report(done: Counter[str], left: dict[str, int], current: str) -> None:
    click.echo(f"{sum(done.values())} values sealed anew under '{current}'.")
    others = {key: number for key, number in left.items() if key != current}
    for key, number in others.items():
        click.echo(f"{number} values were added under '{key}' meanwhile: restart what still seals with it, run again.")
    if not others:
        click.echo("Every other key may leave RUGGESPRAAK_KEYS; backups from before today still need it.")


def _opened() -> Store:
    settings = read_settings(process_environment())
    require(settings, "RUGGESPRAAK_KEYS")
    return bootstrap.open_current(settings)
