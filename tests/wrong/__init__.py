"""Wrong statements and wrong constants, which must not be proved."""
