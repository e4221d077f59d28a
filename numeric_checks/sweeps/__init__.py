"""Which blocks of points are run, where, and what is kept of them."""
