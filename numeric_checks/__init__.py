"""Where we attack it: sweeps over the statements and the smoothings, and benchmarks."""
