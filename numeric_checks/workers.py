"""Worker processes on this machine, as sweeps and experiments use them: those of ``proofs.workers``."""

from proofs.workers import _Context, _Deaf, cores, one_thread, pool

__all__ = ["_Context", "_Deaf", "cores", "one_thread", "pool"]
