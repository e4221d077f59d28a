"""The smooth maxima as array functions: value, weights, both, curvature, and the worst gap."""

from __future__ import annotations

from typing import Any, Unpack, overload

import numpy as np

from tightmax.arguments import Request, by_any_name, count, positive, request
from tightmax.array_types import (
    ArrayT,
    FloatArray,
    Numbers,
    Options,
    Pair,
    Temperature,
    TensorT,
    TorchLike,
    Values,
)
from tightmax.arrays import Array, astype, check_library, namespace_of, promote, quiet, type_name
from tightmax.axes import Axis
from tightmax.engines import choose
from tightmax.kinds import unit_error
from tightmax.outputs import Out, memory, one, pair, written


@overload
def smooth_max(
    x: Numbers, /, *, keepdims: bool = False, out: FloatArray | None = None, **options: Unpack[Options]
) -> Values: ...
@overload
def smooth_max(x: TorchLike[TensorT], /, *, keepdims: bool = False, **options: Unpack[Options]) -> TensorT: ...
@overload
def smooth_max(x: ArrayT, /, *, keepdims: bool = False, **options: Unpack[Options]) -> ArrayT: ...
@by_any_name(1)
def smooth_max(
    x: Array, /, *, axis: Axis = -1, keepdims: bool = False, where: Array | None = None,
    temperature: Temperature | None = None, error: float | None = None, kind: str = "best", side: str = "over",
    out: Out = None,
) -> Any:
    """Return a smooth maximum f of x along an axis: convex, differentiable, and never far from the maximum.

    *Statement.* With g = `worst_gap(n, kind=kind, temperature=t)` and t the temperature, `0 <= f - max <= g`, on
    the right with equality where all n entries are equal. f is convex and 1/t-smooth: its gradient (`smooth_argmax`)
    satisfies `||grad f(x) - grad f(y)||_* <= ||x - y|| / t`.

    ============ ============================ ================================== =============================
    kind         g at temperature 1           smooth in                          theorem
    ============ ============================ ================================== =============================
    "lse"        ln n                         infinity norm (dual: the 1-norm)   lse-gap, lse-smooth
    "universal"  ln n - (ln 2 - 1/2)          infinity norm (dual: the 1-norm)   universal-upper
    "pairs"      1.18687..., for n = 4 only   infinity norm (dual: the 1-norm)   upper-d4
    "quadratic"  (1 - 1/n)/2, the least       Euclidean norm (dual: the same)    euclidean-optimum
    "best"       1/2 at n = 2, the least      infinity norm (dual: the 1-norm)   d2-optimum
    ..           8/9 at n = 3, the least      infinity norm (dual: the 1-norm)   d3-optimum, d3-least
    ..           that of "universal", n >= 4  infinity norm (dual: the 1-norm)   universal-upper
    ============ ============================ ================================== =============================

    For n = 1 every kind is the entry itself. "best" means the least g that is proved and fast to compute; for n <= 3 it
    is the least at every point as well: no f that is 1/t-smooth in the infinity norm and nowhere below the maximum is
    smaller anywhere. "universal", and so "best" for n >= 4, is the maximum exactly, bit by bit, where the largest entry
    exceeds the t LSE(./t) of the others by 2 t; "best" at n = 3, up to rounding, where the largest exceeds the next by
    t (2 + 2w), `w e^w = e^(1/3 - z)/3`, the other two being z t apart.

    The least g at n = 4 is 1.18278... [d4-optimum]; no fast way is known to compute an f that has it: the explicit
    function of that proof is not convex, only one below it is a smoothing. So "best" is "universal" there
    (1.19314...), and "pairs" comes nearer, at about a hundred times the cost, for its weights are found by Newton's
    method; elsewhere it is larger than that, by up to 0.037 t. JAX and `torch.compile` trace all steps, which takes
    seconds to compile, and Inductor a minute.

    *Parameters.* axis, or dim: one axis, a tuple of axes or None for all. keepdims, or keepdim: keep them with length
    1. where: a boolean array that broadcasts to x; entries where it is False do not count, whatever they are.
    temperature: t > 0, a number, or an array of the library of x that broadcasts to the result without keepdims:
    one for each row. Its derivative is `f(y) - <y, grad f(y)>`, y = x/t, between 0 and the worst gap at temperature
    1, for the side "over"; PyTorch and JAX follow it. error: the temperature is chosen so that the largest
    difference to the maximum is this, a number, for the length n of the axis. Exactly one of the two is given.
    side: "over" for f itself; "under" for `f - g`, which is below the maximum; "centred" for `f - g/2`, which is at
    most g/2 from it. Up to rounding. out: a NumPy array of the shape of the result that takes it and is returned, as
    in the functions of NumPy; a narrower floating type will do. It may share memory with x. NumPy alone has it.

    *Arrays.* NumPy arrays, lists and numbers, or the arrays of any library that array-api-compat knows: PyTorch, with
    gradients of every order, `torch.func` and `torch.compile`, and on a card of NVIDIA's by kernels that an interpreter
    has run, but no card; JAX, also under jit, vmap, grad and jvp; Dask, lazily, the chunks of `axis` joined only for
    "pairs", for "best" at n = 3 and for temperatures in arrays; CuPy goes the same way as array-api-strict, which is
    tested; it was not run on a GPU. Where `jax.export` leaves n open, "best" is "universal", also for a program that is
    called with rows of 2 or 3. The result is of the same library. x has shape (..., n), the result has that shape
    without `axis`. Floating types are kept; float16 and bfloat16 are computed
    in float32. Integers and booleans give the default floating type.

    A temperature in an array of another library than NumPy may be known only later: one that is not positive and finite
    gives nan.

    *Edges.* No entries, or all -inf, give -inf. An entry +inf gives +inf. A nan gives nan.

    *Errors.* TypeError for x of a complex, object or string type, for masked and sparse arrays, for arrays of several
    libraries, for a mask that is not boolean, a temperature or an error that is no real number, and unless one of
    them is given; for `out` that is no NumPy array or cannot take the type of the result, and beside x of another
    library. ValueError for `out` of another shape, for temperatures and errors that are not positive and finite (or,
    as the temperature, beyond the type of x), for an unknown kind or side, for an axis that is not there, for a mask
    that does not fit, and for Dask chunks of unknown size.

    >>> float(smooth_max([0.0, 0.0, 0.0, 0.0], temperature=1.0))  # ln 4 - (ln 2 - 1/2)
    1.1931471805599454
    >>> float(smooth_max([7.0, 2.0, 1.0, -30.0], temperature=1.0))  # one entry clearly wins
    7.0
    >>> smooth_max([[3.0, 3.0], [9.0, 0.0]], error=0.01, side="centred").tolist()
    [3.01, 8.99]
    >>> smooth_max([1.0, 2.0], temperature=-1)
    Traceback (most recent call last):
    ValueError: temperature must be positive and finite, not -1
    """
    if where is None and error is None and out is None and not keepdims:
        found = choose.at_once(x, axis, temperature, kind, side)
        if found is not None:
            return found
    asked = request(x, axis, where, temperature, error, kind, side)
    into = None if out is None else one(asked.xp, out, asked.fold.left(keepdims), asked.dtype)
    return written(_compute(asked, keepdims, weighted=False)[0], into)


@overload
def smooth_argmax(x: Numbers, /, *, out: FloatArray | None = None, **options: Unpack[Options]) -> FloatArray: ...
@overload
def smooth_argmax(x: TorchLike[TensorT], /, **options: Unpack[Options]) -> TensorT: ...
@overload
def smooth_argmax(x: ArrayT, /, **options: Unpack[Options]) -> ArrayT: ...
@by_any_name(1)
def smooth_argmax(
    x: Array, /, *, axis: Axis = -1, where: Array | None = None,
    temperature: Temperature | None = None, error: float | None = None, kind: str = "best", side: str = "over",
    out: Out = None,
) -> Any:
    """Return the gradient of `smooth_max`: nonnegative weights that sum to 1 along the axis.

    *Statement.* From x to y they change by at most `||x - y|| / t` in the dual norm; norm and theorem of each kind
    are in `smooth_max`. "lse" gives the softmax of x/t, "quadratic" the projection of x/t to the simplex (sparsemax),
    which is also that of x/(2t) for "best" at n = 2.

    *Accuracy.* Of "lse" each weight has relative accuracy [rounding-softmax]; of the other kinds the largest has
    absolute accuracy [rounding-universal], and the others share what it leaves. Where that is little, tau near 2, it is
    the difference of two numbers near 1/2, and all small weights of the row are as uncertain as it is: rows that lie
    in another order in memory, and are added in another order, may differ by more there than by their last digits.

    *Arrays* and *errors* as in `smooth_max`; the result has the shape of x. The side does not matter at a given
    temperature, but the temperature for a given error depends on it.

    *Edges.* Entries that are masked have the weight 0. Where the maximum is infinite, the entries that attain it share
    the weight equally. A nan makes all weights nan that are not masked. Where all entries are masked, all are 0.

    >>> smooth_argmax([5.0, 5.0, 0.0], temperature=1.0).round(3).tolist()
    [0.498, 0.498, 0.003]
    >>> smooth_argmax([1.0, 2.0, 3.0], temperature=1.0, kind="quadratic", where=[True, True, False]).tolist()
    [0.0, 1.0, 0.0]
    """
    if where is None and error is None and out is None:
        found = choose.at_once(x, axis, temperature, kind, side, weights=True)
        if found is not None:
            return found
    asked = request(x, axis, where, temperature, error, kind, side)
    into = one(asked.xp, out, asked.fold.shape, asked.dtype)
    if asked.x.shape[-1] == 0:
        return written(_compute(asked, keepdims=False)[1], into)
    with quiet(asked.xp):
        found = choose.weights(
            asked.xp, asked.x, asked.temperature, asked.mask, asked.smoothing, memory(into, asked)
        )
    return written(finish(asked, asked.fold.unfold(found)), into)


@overload
def value_and_weights(
    x: Numbers, /, *, keepdims: bool = False, out: Pair = None, **options: Unpack[Options]
) -> tuple[Values, FloatArray]: ...
@overload
def value_and_weights(
    x: TorchLike[TensorT], /, *, keepdims: bool = False, **options: Unpack[Options]
) -> tuple[TensorT, TensorT]: ...
@overload
def value_and_weights(x: ArrayT, /, *, keepdims: bool = False, **options: Unpack[Options]) -> tuple[ArrayT, ArrayT]: ...
@by_any_name(1)
def value_and_weights(
    x: Array, /, *, axis: Axis = -1, keepdims: bool = False, where: Array | None = None,
    temperature: Temperature | None = None, error: float | None = None, kind: str = "best", side: str = "over",
    out: Out = None,
) -> tuple[Any, Any]:
    """Return `smooth_max` and `smooth_argmax` from one pass; statement, arrays, edges and errors as there.

    out: a pair, for the value and for the weights; either may be None.

    >>> value, weights = value_and_weights([2.0, 2.0, -5e300, 1.0], temperature=0.25)
    >>> round(float(value), 4), weights.round(3).tolist()
    (2.1273, [0.495, 0.495, 0.0, 0.009])
    """
    asked = request(x, axis, where, temperature, error, kind, side)
    into = pair(asked.xp, out, (asked.fold.left(keepdims), asked.fold.shape), asked.dtype)
    value, weights = _compute(asked, keepdims, into=memory(into[1], asked))
    return written(value, into[0]), written(weights, into[1])


def _compute(asked: Request, keepdims: bool, *, weighted: bool = True, into: Any = None) -> tuple[Any, Any]:
    """Return value and weights in the shape and type of the answer; without weights, if they are not asked for.

    The weights may be made in the memory of `into`.
    """
    xp, fold = asked.xp, asked.fold
    value: Any
    weights: Any
    if asked.x.shape[-1] == 0:
        value, weights = xp.sum(asked.x, axis=-1, keepdims=True) - xp.inf, asked.x
    else:
        with quiet(xp):
            value, weights = choose.value_and_weights(
                xp, asked.x, asked.temperature, asked.mask, asked.smoothing, asked.lowered, weighted=weighted,
                into=into,
            )
    value = finish(asked, fold.reduced(value, keepdims))
    return value, finish(asked, fold.unfold(weights)) if weighted else None


def finish(asked: Request, array: Any) -> Any:
    """Return the array in the type of the answer; a NumPy array without axes as a number."""
    typed = array
    if array.dtype != asked.dtype:
        with quiet(asked.xp):
            typed = astype(asked.xp, array, asked.dtype)
    return typed[()] if asked.xp is np and not typed.ndim else typed


def worst_gap(n: int, *, kind: str = "best", temperature: float = 1.0, side: str = "over") -> float:
    """Return how far `smooth_max` may be from the maximum of n >= 1 entries; where all are equal, it is.

    *Statement.* `|f - max| <= worst_gap`: the table is in `smooth_max`, times the temperature; half of it for the
    side "centred". TypeError and ValueError as there, and for n that is not a positive integer.

    >>> [round(worst_gap(1000, kind=kind, temperature=0.5), 4) for kind in ("best", "lse", "quadratic")]
    [3.3573, 3.4539, 0.2497]
    >>> worst_gap(2, side="centred")
    0.25
    """
    return positive("temperature", temperature) * unit_error(kind, side, count(n))


@overload
def hessian_vector(
    x: Numbers, v: Numbers, /, *, out: FloatArray | None = None, **options: Unpack[Options]
) -> FloatArray: ...
@overload
def hessian_vector(x: TorchLike[TensorT], v: TorchLike[TensorT], /, **options: Unpack[Options]) -> TensorT: ...
@overload
def hessian_vector(x: ArrayT, v: ArrayT, /, **options: Unpack[Options]) -> ArrayT: ...
@by_any_name(2)
def hessian_vector(
    x: Array, v: Array, /, *, axis: Axis = -1, where: Array | None = None,
    temperature: Temperature | None = None, error: float | None = None, kind: str = "best", side: str = "over",
    out: Out = None,
) -> Any:
    """Return the Hessian of `smooth_max` at x times v: how the weights change as x moves along v.

    *Statement.* For each row the 1-norm of the result is at most `max |v| / t` ("quadratic": the Euclidean norm is at
    most that of v, over t). Where the second derivative jumps it is that of one side; theorems as in `smooth_max`.

    *Arrays.* v has the shape of x, or broadcasts to it, and so has the result. Entries of v that are masked do not
    count. *Errors* as in `smooth_max`, and ValueError for v whose shape does not fit.

    >>> hessian_vector([0.0, 0.0], [1.0, -1.0], temperature=0.5).tolist()
    [1.0, -1.0]
    """
    asked = request(x, axis, where, temperature, error, kind, side)
    xp = asked.xp
    into = one(xp, out, asked.fold.shape, asked.dtype)
    check_library(xp, "v", v)
    direction = promote(xp, namespace_of(v, "v")[1], "v")[0]
    try:
        direction = xp.broadcast_to(direction, asked.fold.shape)
    except (ValueError, RuntimeError, TypeError):
        shapes = f"{tuple(direction.shape)} does not fit x of shape {asked.fold.shape}"
        raise ValueError(f"v of shape {shapes}") from None
    if asked.fold.length == 0:
        return written(finish(asked, direction), into)
    with quiet(xp):
        direction = asked.fold.fold(astype(xp, direction, asked.x.dtype))
        product = choose.hessian_vector(xp, asked.x, direction, asked.temperature, asked.mask, asked.smoothing)
    return written(finish(asked, asked.fold.unfold(product)), into)


@overload
def smooth_min(
    x: Numbers, /, *, keepdims: bool = False, out: FloatArray | None = None, **options: Unpack[Options]
) -> Values: ...
@overload
def smooth_min(x: TorchLike[TensorT], /, *, keepdims: bool = False, **options: Unpack[Options]) -> TensorT: ...
@overload
def smooth_min(x: ArrayT, /, *, keepdims: bool = False, **options: Unpack[Options]) -> ArrayT: ...
@by_any_name(1)
def smooth_min(
    x: Array, /, *, axis: Axis = -1, keepdims: bool = False, where: Array | None = None,
    temperature: Temperature | None = None, error: float | None = None, kind: str = "best", side: str = "under",
    out: Out = None,
) -> Any:
    """Return a smooth minimum of x along an axis, minus the smooth maximum of -x: concave and differentiable.

    *Statement.* With g as in `smooth_max`, `0 <= min - f <= g` for the side "under"; "over" is `f + g`, above the
    minimum, and "centred" is at most g/2 from it. Its gradient is `smooth_argmax(-x)`. No entries give inf.

    Parameters, arrays and errors as in `smooth_max`.

    >>> [float(smooth_min([3.0, 3.0], temperature=1.0, side=side)) for side in ("under", "over")]
    [2.5, 3.0]
    """
    sides = {"under": "over", "over": "under"}
    opposite = sides.get(side, side) if isinstance(side, str) else side
    xp, array = namespace_of(x)
    entries, dtype = promote(xp, array)
    array = array if type_name(array.dtype) == type_name(dtype) else entries  # unsigned integers have no negative
    how: Any = {"temperature": temperature, "error": error, "kind": kind, "side": opposite}
    found = smooth_max(-array, axis=axis, keepdims=keepdims, where=where, out=out, **how)
    return -found if out is None else np.negative(found, out=found)
