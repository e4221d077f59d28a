"""Where we attack it: sweeps over the statements and the smoothings, and benchmarks."""

from tightmax.at_start import watch

watch(__name__, __path__)
