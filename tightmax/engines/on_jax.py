"""The smoothings on JAX arrays, with a rule for their derivative: the weights, and for these the Hessian.

Derivatives of the formulas, step by step, would cost several times as much; and the formulas need not be such that they
are right at ties. The rules are made of functions that have rules again, so that derivatives of every order are right.
"""

from __future__ import annotations

from functools import partial
from typing import Any

import jax
import jax.numpy as jnp

from tightmax.arrays import is_symbol
from tightmax.engines import agnostic
from tightmax.kinds import Smoothing

SHORT = 16
"""Rows up to this length are added entry by entry."""


def value_and_weights(
    x: Any, t: float, mask: Any, smoothing: Smoothing, lowered: float, *, weighted: bool
) -> tuple[Any, Any]:
    """Return the smooth maximum of each row, less `t * lowered`, and the weights, or None if not asked for."""
    if weighted:
        value, weights = _both(x, mask, t, smoothing, lowered)
        return value, weights
    return _value(x, mask, t, smoothing, lowered), None


def _computed(x: Any, mask: Any, t: float, smoothing: Smoothing, lowered: float) -> tuple[Any, Any]:
    """Return the same. What nobody uses of it is not computed, once it is compiled."""
    if smoothing.shares is None:
        top, excess, weights = agnostic.excess_and_weights(jnp, x, t, mask, smoothing)
        return top + t * (excess - lowered if lowered else excess), weights
    top = agnostic.top_of(jnp, x, mask)

    def at_top() -> Any:
        return x == top if mask is None else (x == top) & mask

    def exponentials() -> Any:
        e = jnp.exp(_levels(x, top, t))
        return e if mask is None else jnp.where(mask, e, 0.0)

    n: Any = x.shape[-1]
    symbol = is_symbol(n)  # of which no logarithm can be exported: the entries are counted
    others = (_at_once if symbol or n > SHORT else _one_by_one)(exponentials, top, at_top, smoothing)
    n = jnp.sum(jnp.ones_like(x), axis=-1, keepdims=True) if symbol else n
    excess, factor, first = smoothing.shares(jnp, others, n)
    value = top + t * (excess - lowered if lowered else excess)
    weights = jnp.where(at_top(), first, exponentials() * factor)
    return value, weights if mask is None else jnp.where(mask, weights, 0.0)


def _one_by_one(exponentials: Any, top: Any, at_top: Any, smoothing: Smoothing) -> Any:
    """Return the sum of each row without one largest entry: the smaller of two is none."""
    e = jnp.where(at_top(), 1.0, exponentials())
    most = e[..., :1]
    others = jnp.zeros_like(most)
    for i in range(1, e.shape[-1]):
        entry = e[..., i : i + 1]
        others, most = others + jnp.minimum(most, entry), jnp.maximum(most, entry)
    return others


def _at_once(exponentials: Any, top: Any, at_top: Any, smoothing: Smoothing) -> Any:
    """Return the same for long rows: the whole sum less 1, but accurate where the smoothing asks for it.

    The exponentials are made where they are added: what two functions share would be written to memory.
    """
    assert smoothing.apart is not None
    rough = jnp.sum(exponentials(), axis=-1, keepdims=True) - 1.0
    apart, endless = smoothing.apart(rough), ~jnp.isfinite(top)

    def finer(rough: Any) -> Any:  # one entry of these rows is 1
        return jnp.where(apart, jnp.sum(jnp.where(at_top(), 0.0, exponentials()), axis=-1, keepdims=True), rough)

    def counted(rough: Any) -> Any:
        ties = jnp.sum(at_top(), axis=-1, keepdims=True, dtype=rough.dtype)
        ties = jnp.where(jnp.isnan(top), top, jnp.maximum(ties - 1.0, 0.0))
        return jnp.where(endless, ties, rough)

    found = jax.lax.cond(jnp.any(apart), finer, lambda rough: rough, rough)
    return jax.lax.cond(jnp.any(endless), counted, lambda rough: rough, found)


def _levels(x: Any, top: Any, t: float) -> Any:
    return x - top if t == 1.0 else (x - top) / t


@partial(jax.custom_jvp, nondiff_argnums=(2, 3, 4))
def _value(x: Any, mask: Any, t: float, smoothing: Smoothing, lowered: float) -> Any:
    """Return the value alone."""
    return _computed(x, mask, t, smoothing, lowered)[0]


@_value.defjvp
def _value_rule(t: float, smoothing: Smoothing, lowered: float, given: Any, moved: Any) -> tuple[Any, Any]:
    """The value moves by the product of the weights and the move of x."""
    value, weights = _both(*given, t, smoothing, lowered)
    return value, _product(weights, moved[0], given[1])


@partial(jax.custom_jvp, nondiff_argnums=(2, 3, 4))
def _both(x: Any, mask: Any, t: float, smoothing: Smoothing, lowered: float) -> tuple[Any, Any]:
    """Return value and weights."""
    return _computed(x, mask, t, smoothing, lowered)


@_both.defjvp
def _both_rule(t: float, smoothing: Smoothing, lowered: float, given: Any, moved: Any) -> tuple[Any, Any]:
    """The weights move by the product of the Hessian and the move of x."""
    x, mask = given
    value, weights = _both(x, mask, t, smoothing, lowered)
    turned = agnostic.hessian_vector(jnp, x, moved[0], t, mask, smoothing, weights)
    return (value, weights), (_product(weights, moved[0], mask), turned)


def _product(weights: Any, move: Any, mask: Any) -> Any:
    """Return the product for each row; entries that are masked may move anyhow."""
    return jnp.sum(weights * (move if mask is None else jnp.where(mask, move, 0.0)), axis=-1, keepdims=True)
