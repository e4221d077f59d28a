"""The standalone checkers, attacked."""
