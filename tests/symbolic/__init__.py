"""Statements and verdicts, and every printer of formulas."""
