"""Papers as they leave the app: the PDF that a person files. It prints what workflows.cards.paper says, no more."""
