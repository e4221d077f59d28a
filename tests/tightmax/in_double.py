"""JAX in double precision, while a test runs."""

from contextlib import contextmanager


@contextmanager
def in_double():
    """Nothing changes where JAX is not installed."""
    try:
        import jax
    except ImportError:
        yield
        return
    jax.config.update("jax_enable_x64", True)
    try:
        yield
    finally:
        jax.config.update("jax_enable_x64", False)
