"""A file that a command writes: new, and for the eyes of who runs the command alone."""

import os
from pathlib import Path

import click

_OWN_EYES = 0o600


def write_new(path: Path, data: bytes) -> None:
    """Write a new file; one that is there already keeps what it holds, and who may read it."""
    try:
        made = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _OWN_EYES)
    except FileExistsError:
        raise click.ClickException(f"{path} exists already; choose another name with --out") from None
    except OSError as error:
        raise click.ClickException(f"{path} cannot be written ({error.strerror})") from error
    with os.fdopen(made, "wb") as file:
        file.write(data)
