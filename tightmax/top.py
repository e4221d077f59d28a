"""The sum of the k largest entries, smoothed: `max_q <q, x> - t/2 (||q||^2 - k)` over the q in [0, 1] that sum to k.

`tightmax.engines.top` computes it.
"""

from __future__ import annotations

import math
import operator
from typing import Any, Unpack, overload

from tightmax.api import finish
from tightmax.arguments import Request, by_any_name, positive, request
from tightmax.array_types import ArrayT, FloatArray, Numbers, Temperature, TensorT, TopOptions, TorchLike, Values
from tightmax.arrays import Array, quiet
from tightmax.axes import Axis
from tightmax.engines import top
from tightmax.kinds import subtracted
from tightmax.outputs import Out, one, written


@overload
def smooth_top(
    x: Numbers, /, *, keepdims: bool = False, out: FloatArray | None = None, **options: Unpack[TopOptions]
) -> Values: ...
@overload
def smooth_top(x: TorchLike[TensorT], /, *, keepdims: bool = False, **options: Unpack[TopOptions]) -> TensorT: ...
@overload
def smooth_top(x: ArrayT, /, *, keepdims: bool = False, **options: Unpack[TopOptions]) -> ArrayT: ...
@by_any_name(1)
def smooth_top(
    x: Array, /, *, k: int, axis: Axis = -1, keepdims: bool = False, where: Array | None = None,
    temperature: Temperature | None = None, error: float | None = None, side: str = "over", out: Out = None,
) -> Any:
    """Return a smoothing f of the sum of the k largest entries along an axis: convex and differentiable.    [top-sum]

    *Statement.* Let S be that sum, n the length of the axis, t the temperature and g = t/2 k (1 - k/n). Then
    `0 <= f - S <= g`, on the right with equality where all entries are equal, and the gradient, `smooth_argtop`,
    changes from x to y by at most `||x - y||_2 / t` in the Euclidean norm. No function above S with such a gradient
    has a smaller worst gap. For k = 1 it is `smooth_max` of kind "quadratic", for k = n the sum itself. It equals S
    where the k-th largest entry exceeds the next by t.

    *Parameters.* k: an integer from 1 to n. The others as in `smooth_max`; error: the temperature is chosen so that
    the largest difference to S is this. side: "over" for f; "under" for `f - g`; "centred" for `f - g/2`.

    *Arrays* as in `smooth_max`; PyTorch and JAX differentiate it, twice as well. *Edges.* Where fewer than k entries
    count, or are larger than -inf, the value is -inf. An entry +inf gives +inf, both together nan, a nan gives nan.

    *Errors* as in `smooth_max`; TypeError for a k that is no integer, ValueError for one that is not from 1 to n.

    >>> x = [5.0, 1.0, 4.0, 4.5]
    >>> float(smooth_top(x, k=2, temperature=0.25)), float(smooth_top(x, k=2, temperature=1.0))
    (9.5, 9.5625)
    >>> float(smooth_top([0.0, 0.0, 0.0, 0.0], k=2, temperature=1.0))  # the worst gap, 1/2
    0.5
    """
    asked, number, lowered = _request(x, k, axis, where, temperature, error, side)
    into = one(asked.xp, out, asked.fold.left(keepdims), asked.dtype)
    with quiet(asked.xp):
        value = top.value(asked.xp, asked.x, asked.temperature, asked.mask, number, lowered)
    return written(finish(asked, asked.fold.reduced(value, keepdims)), into)


@overload
def smooth_argtop(x: Numbers, /, *, out: FloatArray | None = None, **options: Unpack[TopOptions]) -> FloatArray: ...
@overload
def smooth_argtop(x: TorchLike[TensorT], /, **options: Unpack[TopOptions]) -> TensorT: ...
@overload
def smooth_argtop(x: ArrayT, /, **options: Unpack[TopOptions]) -> ArrayT: ...
@by_any_name(1)
def smooth_argtop(
    x: Array, /, *, k: int, axis: Axis = -1, where: Array | None = None,
    temperature: Temperature | None = None, error: float | None = None, side: str = "over", out: Out = None,
) -> Any:
    """Return the gradient of `smooth_top`: weights from 0 to 1 that sum to k along the axis.    [top-sum]

    *Statement.* They are the (x_i - T)/t, held between 0 and 1, of the one T for which they sum to k; from x to y they
    change by at most `||x - y||_2 / t`. Where the k-th largest entry exceeds the next by t they are 1 and 0.

    *Arrays* and *errors* as in `smooth_top`. *Edges.* Masked entries have the weight 0; where fewer than k count these
    have the weight 1. Equal infinite entries share what is left for them. A nan makes the weights of its row nan.

    >>> smooth_argtop([5.0, 1.0, 4.0, 4.5], k=2, temperature=1.0).tolist()
    [1.0, 0.0, 0.25, 0.75]
    """
    asked, number, _ = _request(x, k, axis, where, temperature, error, side)
    into = one(asked.xp, out, asked.fold.shape, asked.dtype)
    with quiet(asked.xp):
        weights = top.weights(asked.xp, asked.x, asked.temperature, asked.mask, number)
    return written(finish(asked, asked.fold.unfold(weights)), into)


def _request(
    x: object, k: int, axis: Axis, where: object, temperature: object, error: object, side: str
) -> tuple[Request, int, float]:
    """Check everything; return the request at its temperature, k, and what the side subtracts in temperatures."""
    part = subtracted(side)
    asked = request(x, axis, where, temperature, error, "quadratic", "over")
    n = asked.fold.length
    try:
        number = operator.index(k)
    except TypeError:
        raise TypeError(f"k must be an integer, not {k!r}") from None
    if isinstance(k, bool) or not 1 <= number <= n:
        raise ValueError(f"k must be an integer from 1 to the {n} entries of the axis, not {k!r}")
    gap = number * (1.0 - number / n) / 2
    if error is not None:
        unit = gap * max(part, 1 - part)
        found = positive("error", error) / unit if unit else positive("error", error)
        if not 0.0 < found < math.inf or found > float(asked.xp.finfo(asked.x.dtype).max):
            raise ValueError(f"error={error!r} needs the temperature {found!r}, which is out of range")
        asked = Request(
            asked.xp, asked.x, asked.mask, asked.fold, asked.dtype, asked.smoothing, found, asked.lowered
        )
    return asked, number, gap * part
