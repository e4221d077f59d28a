"""Certified spectral norms, attacked."""
