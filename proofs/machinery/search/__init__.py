"""Searches that propose certificates; they decide nothing."""
