"""Minimising a maximum of convex functions: the experiment, the accelerated method, and the problems."""
