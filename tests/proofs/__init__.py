"""Theorems, claims, backends, the command line and its documents."""
