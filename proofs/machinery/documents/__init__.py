"""Pages, notes, the paper and JSON, made from the statements and their verdicts."""
