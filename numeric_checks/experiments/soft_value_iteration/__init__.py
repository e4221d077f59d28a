"""Soft value iteration: the experiment, its decision processes, and how they are solved."""
