"""``python -m ruggespraak``."""

from ruggespraak.cli import main

if __name__ == "__main__":
    main()
