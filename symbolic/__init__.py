"""What is said: notation, relations, statements, steps, and the one renderer to LaTeX."""
