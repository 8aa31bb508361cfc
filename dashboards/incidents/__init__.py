"""Incidents, as cards and as dossiers: what is known, whom they hit, whom to call, how they went."""
