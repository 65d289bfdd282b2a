"""Scenarios: small stories of processes, their memory, and what they do at the same time."""
