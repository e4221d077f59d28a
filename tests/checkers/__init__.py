"""The two standalone checkers, attacked."""
