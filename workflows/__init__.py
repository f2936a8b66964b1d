"""What the school does: protocols, cases, routing, notices and the dossier, free of any chat product."""
