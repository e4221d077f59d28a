"""Formulas and prose as LaTeX, as text for the terminal, as Markdown and as SMT-LIB."""
