"""Runs of sweeps: ledgers, the command line, worker processes."""
