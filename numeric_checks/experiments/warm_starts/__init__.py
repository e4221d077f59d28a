"""Warm starts: the experiment, and the solvers whose operations it counts."""
