"""The search: every interleaving of a model, and the shortest run that breaks each property."""
