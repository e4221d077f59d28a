"""The best proved bounds on the least gap, and their figure."""
