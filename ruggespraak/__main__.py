"""``python -m ruggespraak``, and the command ``ruggespraak``: the command line as a process of its own."""

import sys

from ruggespraak import cli, logs
from ruggespraak.settings import process_environment, secret_values

_EX_SOFTWARE = 70


def main() -> None:
    """Run a command; of what nobody expected only the kind and the place are told, because its words may be anybody's.

    The command line itself lets such an error out, for who calls it from Python.
    """
    secrets = secret_values(process_environment())
    logs.watch(secrets)
    try:
        cli.main()
    except Exception as error:
        logs.tell(error, secrets)
        sys.exit(_EX_SOFTWARE)


if __name__ == "__main__":
    main()
