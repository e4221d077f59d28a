"""What proofs are written, checked, searched and printed with; no result stands here."""
