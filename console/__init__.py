"""The web face (later): today only the pages behind signed links."""
