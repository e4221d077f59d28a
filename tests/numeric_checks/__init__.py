"""Sweeps, benchmarks and experiments."""
