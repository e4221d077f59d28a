"""Terms of the statements as functions of arrays, and bounds on their rounding errors."""
