"""Why it is true: one file per result, in reading order, and the command line that runs them."""

from tightmax.at_start import watch

watch(__name__, __path__)
