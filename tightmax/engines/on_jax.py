"""The smoothings on JAX arrays, with a rule for their derivative: the weights, and for these the Hessian.

Derivatives of the formulas, step by step, would cost several times as much; and the formulas need not be such that they
are right at ties. The rules are made of functions that have rules again, so that derivatives of every order are right.
"""

from __future__ import annotations

from functools import partial
from typing import Any

import jax
import jax.numpy as jnp
from jax.custom_batching import custom_vmap

from tightmax.arrays import is_symbol
from tightmax.engines import agnostic
from tightmax.kinds import Smoothing

SHORT = 16
"""Rows up to this length are added entry by entry."""

SOME = 32
"""Up to so many rows are taken out to be added anew; if there are more, all are."""


def value_and_weights(
    x: Any, t: float, mask: Any, smoothing: Smoothing, lowered: float, *, weighted: bool
) -> tuple[Any, Any]:
    """Return the smooth maximum of each row, less `t * lowered`, and the weights, or None if not asked for."""
    if weighted:
        value, weights = _both(x, mask, t, smoothing, lowered)
        return value, weights
    return _value(x, mask, t, smoothing, lowered), None


def _computed(x: Any, mask: Any, t: float, smoothing: Smoothing, lowered: float, *, weighted: bool) -> Any:
    """Return the value, or both.

    Mapped, it is computed for all rows together: of a condition on each row both sides would be computed.
    """

    if smoothing.shares is not None and not any(isinstance(one, jax.core.Tracer) for one in (x, mask)):
        return _compiled(x, mask, t, smoothing, lowered, weighted)

    @custom_vmap
    def rows(given: tuple[Any, ...]) -> Any:
        x, mask = given if len(given) == 2 else (*given, None)
        if smoothing.shares is not None:
            return _of_shares(x, mask, t, smoothing, lowered, weighted)
        top, excess, weights = agnostic.excess_and_weights(jnp, x, t, mask, smoothing)
        value = top + t * (excess - lowered if lowered else excess)
        if not weighted:
            return value
        weights = jnp.where(jnp.isnan(value), value, weights)  # a comparison with nan may have made a weight 0
        return value, weights if mask is None else jnp.where(mask, weights, 0.0)

    @rows.def_vmap
    def more_rows(size: int, batched: Any, given: tuple[Any, ...]) -> Any:
        whole = tuple(
            one if many else jnp.broadcast_to(one, (size, *one.shape))
            for one, many in zip(given, batched[0], strict=True)
        )
        return rows(whole), (True, True) if weighted else True

    return rows((x,) if mask is None else (x, mask))


def _of_shares(x: Any, mask: Any, t: Any, smoothing: Smoothing, lowered: float, weighted: bool) -> Any:
    return (_both_of_shares if weighted else _value_of_shares)(x, mask, t, smoothing, lowered)


_compiled = jax.jit(_of_shares, static_argnums=(3, 4, 5))
"""The same of numbers that are there: else a condition would be compiled at each call. The temperature may change."""


def _both_of_shares(x: Any, mask: Any, t: Any, smoothing: Smoothing, lowered: float) -> tuple[Any, Any]:
    """Return value and weights of a kind that is made of exponentials.

    These are made once and multiplied at the end, in the memory of the weights. What there is one of for each row has
    no last axis: of length 1, it would keep the loops from being vectorised.
    """
    assert smoothing.shares is not None
    top = _largest(x, mask)
    e = _exponentials(x, top, t, mask)
    e = _kept(e)
    if _is_short(x):
        rough = others = _kept(_sum_but_one(e))
    else:
        rough = _whole(e)
        others = _finer(rough, agnostic.is_apart(jnp, top, rough, t, smoothing, lowered), x, top, t, mask)
    n = _length(x)
    excess, factor, first = smoothing.shares(jnp, others, n)
    if smoothing.softmax:  # to which the sum of all matters, and not how accurate it is without the largest
        factor = first = smoothing.shares(jnp, rough, n)[1]
    weights = e * factor[..., None]
    if first is not factor:
        weights = jnp.where(e == 1.0, first[..., None], weights)
    return _above(top, excess, t, lowered), weights if mask is None else jnp.where(mask, weights, 0.0)


def _value_of_shares(x: Any, mask: Any, t: Any, smoothing: Smoothing, lowered: float) -> Any:
    """Return the value alone. The exponentials are made where they are added, and not written to memory."""
    assert smoothing.shares is not None
    if _is_short(x):
        top, others = _lower_by_one(x if mask is None else jnp.where(mask, x, -jnp.inf), t)
    else:
        top = _largest(x, mask)
        e = jnp.exp(_below(x, top[..., None], t))  # nan at an infinite maximum: a comparison would cost another loop
        rough = _whole(e if mask is None else jnp.where(mask, e, 0.0))
        apart = agnostic.is_apart(jnp, top, rough, t, smoothing, lowered) | jnp.isnan(rough)
        others = _finer(rough, apart, x, top, t, mask)
    return _above(top, smoothing.shares(jnp, others, _length(x))[0], t, lowered)


def _is_short(x: Any) -> bool:
    return not is_symbol(x.shape[-1]) and x.shape[-1] <= SHORT


def _length(x: Any) -> Any:
    """Return the length of the rows; one that stands for others has no logarithm that can be exported: as an array."""
    n = x.shape[-1]
    return jnp.sum(jnp.ones_like(x), axis=-1) if is_symbol(n) else n


def _largest(x: Any, mask: Any) -> Any:
    return jnp.squeeze(agnostic.top_of(jnp, x, mask), -1)


def _below(x: Any, top: Any, t: Any) -> Any:
    """Return the levels (x - top)/t; nan at an infinite maximum."""
    return x - top if isinstance(t, float) and t == 1.0 else (x - top) / t


def _above(top: Any, excess: Any, t: Any, lowered: float) -> Any:
    """Return the values, with a last axis."""
    return (top + t * (excess - lowered if lowered else excess))[..., None]


def _exponentials(x: Any, top: Any, t: Any, mask: Any, at_top: float = 0.0) -> Any:
    """Return e^z of the levels z, which are `at_top` at the maximum, also at an infinite one; 0 where masked."""
    top = top[..., None]
    levels = jnp.where(x == top, at_top, _below(x, top, t))
    return jnp.exp(levels if mask is None else jnp.where(mask, levels, -jnp.inf))


def _kept(rows: Any) -> Any:
    """Return what it is given, written to memory once: where it is used, it is not computed again."""
    return jax.lax.optimization_barrier(rows)


def _columns(x: Any) -> list[Any]:
    return [jax.lax.index_in_dim(x, i, axis=-1, keepdims=False) for i in range(x.shape[-1])]


def _sum_but_one(e: Any) -> Any:
    """Return the sum of each row without one largest entry: the smaller of two is none."""
    most, *more = _columns(e)
    others = jnp.zeros_like(most)
    for entry in more:
        others, most = others + jnp.minimum(most, entry), jnp.maximum(most, entry)
    return others


def _lower_by_one(x: Any, t: Any) -> tuple[Any, Any]:
    """Return the maximum of each row, and the sum of e^z over all others: they are what was the smaller of two."""
    top, *more = _columns(x)
    lower = []
    for entry in more:
        lower.append(jnp.minimum(top, entry))
        top = jnp.maximum(top, entry)
    others = jnp.zeros_like(top)
    for entry in lower:
        others += jnp.exp(jnp.where(entry == top, 0.0, _below(entry, top, t)))
    return top, others


def _whole(e: Any) -> Any:
    """Return the sum of each row less 1, the largest; 0 where all are masked."""
    return jnp.maximum(jnp.sum(e, axis=-1) - 1.0, 0.0)


def _finer(rough: Any, apart: Any, x: Any, top: Any, t: Any, mask: Any) -> Any:
    """Return the sum of all but the largest again, where it has to be added `apart`, if there are such rows.

    The exponentials are made again: passed on, they could not become the weights where they are.
    """

    def added(x: Any, top: Any, mask: Any) -> Any:
        return jnp.sum(_exponentials(x, top, t, mask, -jnp.inf), axis=-1)

    def all_rows(rough: Any) -> Any:
        return jnp.where(apart, added(x, top, mask), rough)

    def some_rows(rough: Any) -> Any:
        rows = jnp.nonzero(apart, size=SOME, fill_value=0)
        own = added(x[rows], top[rows], None if mask is None else mask[rows])
        return rough.at[rows].set(jnp.where(apart[rows], own, rough[rows]))

    def any_rows(rough: Any) -> Any:
        if any(map(is_symbol, x.shape)) or rough.size <= 4 * SOME:
            return all_rows(rough)
        return jax.lax.cond(jnp.sum(apart) <= SOME, some_rows, all_rows, rough)

    return jax.lax.cond(jnp.any(apart), any_rows, lambda rough: rough, rough)


@partial(jax.custom_jvp, nondiff_argnums=(2, 3, 4))
def _value(x: Any, mask: Any, t: float, smoothing: Smoothing, lowered: float) -> Any:
    """Return the value alone."""
    return _computed(x, mask, t, smoothing, lowered, weighted=False)


@_value.defjvp
def _value_rule(t: float, smoothing: Smoothing, lowered: float, given: Any, moved: Any) -> tuple[Any, Any]:
    """The value moves by the product of the weights and the move of x."""
    value, weights = _both(*given, t, smoothing, lowered)
    return value, _product(weights, moved[0], given[1])


@partial(jax.custom_jvp, nondiff_argnums=(2, 3, 4))
def _both(x: Any, mask: Any, t: float, smoothing: Smoothing, lowered: float) -> tuple[Any, Any]:
    """Return value and weights."""
    value, weights = _computed(x, mask, t, smoothing, lowered, weighted=True)
    return value, weights


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
