"""Why it is true: one file per result, in reading order, and the command line that runs them."""
