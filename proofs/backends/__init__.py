"""Search and discharge: these may use floats, luck and solvers; what they say is graded accordingly."""
