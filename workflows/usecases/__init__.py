"""One file per thing that people do with the app, each one transaction; the faces call these and nothing deeper."""
