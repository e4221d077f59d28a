"""Arrays of any library: which library, which type; refused with a message that says what to do.

NumPy arrays, lists and numbers need NumPy only. Any other array is handled through its Array API namespace,
which array-api-compat finds; that package is imported when the first such array comes.
"""

from __future__ import annotations

import numbers
import sys
from array import array as machine_numbers
from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager, nullcontext
from typing import Any

import numpy as np

Array = Any
"""An array of the caller's library."""

Namespace = Any
"""The module with the Array API functions of that library."""

HALVES = ("float16", "bfloat16")
"""The types that accumulate in single precision."""


FLOATS = ("float32", "float64", "float96", "float128", "longdouble")
"""The types that are computed in as they are."""

LIBRARIES = ("torch", "jax", "jaxlib", "cupy", "dask", "ndonnx", "sparse", "pydata_sparse")
"""Packages of arrays that array-api-compat knows, as the types of their arrays name them."""


OURS = (np.ndarray, np.generic, list, tuple, int, float, complex, str, bytes, range, memoryview, machine_numbers)
"""What NumPy takes as it is, without guessing; a tuple, since torch.compile follows no union of types."""


def namespace_of(x: Any, name: str = "x") -> tuple[Namespace, Array]:
    """Return the namespace of the functions for x, and x as an array; TypeError for what is no array of numbers."""
    if isinstance(x, OURS):
        return np, as_numpy(name, x)
    torch = sys.modules.get("torch")
    try:
        if torch is not None and isinstance(x, torch.Tensor):  # torch.compile follows this, but no table of types
            from array_api_compat import torch as tensors

            refuse_other_tensors(torch, name, x)
            return tensors, x
        from array_api_compat import array_namespace
    except ImportError:
        if is_of_a_library(x):
            advice = f"install array-api-compat, or pass numpy.asarray({name})"
            raise TypeError(f"{name} is a {_name(x)}: {advice}") from None
        raise no_array(name, x) from None
    try:
        xp = array_namespace(x)
    except TypeError:
        raise no_array(name, x) from None
    if is_dask(x) and isinstance(x._meta, np.ma.MaskedArray):
        advice = f"pass dask.array.ma.filled({name}, 0) and where=~dask.array.ma.getmaskarray({name}) instead"
        raise TypeError(f"{name} has masked chunks: {advice}")
    if is_dask(x) and any(length != length for length in x.shape):
        raise ValueError(f"{name} has chunks of unknown size, shape {x.shape}: call {name}.compute_chunk_sizes() first")
    return xp, x


def refuse_other_tensors(torch: Any, name: str, x: Any) -> None:
    """TypeError for tensors whose entries lie elsewhere than in one dense array, with how to make them dense."""
    if type(x).__name__ == "MaskedTensor":
        raise TypeError(f"{name} is a masked tensor: pass {name}.get_data() and where={name}.get_mask() instead")
    if x.is_nested:
        raise TypeError(f"{name} is a nested tensor: pass {name}.to_padded_tensor(0.0) and where= for what it pads")
    if x.layout is not torch.strided:
        raise TypeError(f"{name} is a tensor of the layout {x.layout}: pass {name}.to_dense()")


def numpy_from(name: str, x: Any) -> np.ndarray[Any, Any]:
    """Return an array of any library, numbers or lists as a NumPy array, without gradients; bfloat16 as float32."""
    if isinstance(x, OURS):
        found = as_numpy(name, x)
    elif hasattr(x, "detach"):  # a PyTorch tensor
        refuse_other_tensors(sys.modules["torch"], name, x)
        try:
            tensor = x.detach().cpu().resolve_conj().resolve_neg()
            found = (tensor.float() if type_name(tensor.dtype) == "bfloat16" else tensor).numpy()
        except RuntimeError:  # a transformation has wrapped it, or it is on the device meta
            plain = "pass a plain tensor, with batches as leading axes and gradients by torch.autograd"
            raise TypeError(f"{name} is a tensor without numbers, within torch.func or on no device: {plain}") from None
    else:
        if hasattr(x, "to_numpy") or sparse_advice(name, x) or not hasattr(x, "__array__"):
            raise no_array(name, x)
        if is_dask(x):
            namespace_of(x, name)  # refuses masks and unknown shapes
        found = as_numpy(name, x)
    return found.astype(np.float32) if found.dtype.name == "bfloat16" else found


def sparse_advice(name: str, x: object) -> str:
    """Return how to make a sparse array dense, if it is one."""
    for method in ("toarray", "todense"):
        if hasattr(x, method):
            return f": pass {name}.{method}()"
    return ""


def is_of_a_library(x: object) -> bool:
    """Say whether x looks like an array that array-api-compat knows."""
    return hasattr(x, "__array_namespace__") or type(x).__module__.partition(".")[0] in LIBRARIES


def no_array(name: str, x: object) -> TypeError:
    """Return the error for what is no array, with what would be one."""
    if x is None:
        return TypeError(f"{name} must be an array or a list of numbers, not None")
    advice = sparse_advice(name, x)
    if advice:
        pass
    elif hasattr(x, "to_numpy"):  # a table or a column of pandas, Polars and others
        advice = f": pass {name}.to_numpy()"
    elif hasattr(x, "__array__"):
        advice = f": pass numpy.asarray({name})"
    elif isinstance(x, Mapping):
        advice = f": pass list({name}.values())"
    elif isinstance(x, Iterable):
        advice = f": pass list({name})"
    return TypeError(f"{name} must be an array or a list of numbers, not a {_name(x)}{advice}")


def as_numpy(name: str, x: Any) -> np.ndarray[Any, Any]:
    """Return numbers, lists and arrays as a NumPy array; ValueError for rows of several lengths, TypeError for masked
    arrays, and for what is within a list and is no number.
    """
    if _holds_a_mask(x):
        advice = f"fill it, or pass {name}.filled(0) and where=~numpy.ma.getmaskarray({name}) to what takes that"
        raise TypeError(f"{name} is a NumPy masked array, or holds one: {advice}")
    try:
        array = np.asarray(x)
    except ValueError:
        raise ValueError(f"{name} must be an array or a list of rows of equal length") from None
    if array.dtype == object and not isinstance(x, np.ndarray):
        for entry in array.flat:
            if not isinstance(entry, numbers.Real):
                if array.ndim == 0:
                    raise no_array(name, x)
                raise TypeError(f"{name} must hold real numbers, not {_short(entry)}")
    return array


def _holds_a_mask(x: Any) -> bool:
    """Say whether x is a NumPy masked array or a list with one in it, which NumPy would take without its mask."""
    if isinstance(x, (list, tuple)):
        return any(_holds_a_mask(entry) for entry in x if not isinstance(entry, (float, int)))
    return isinstance(x, np.ma.MaskedArray)


def _name(x: object) -> str:
    home = type(x).__module__
    return type(x).__qualname__ if home == "builtins" else f"{home}.{type(x).__qualname__}"


def _short(entry: object) -> str:
    return f"{entry!r}" if len(repr(entry)) <= 40 else f"a {_name(entry)}"


def type_name(dtype: Any) -> str:
    """Return the name of a type without its library: float16, bfloat16, int64, ..."""
    return dtype.name if isinstance(dtype, np.dtype) else str(dtype).rpartition(".")[2]


def quiet(xp: Namespace) -> AbstractContextManager[Any]:
    """Return a context in which NumPy, and what is made of it, says nothing of overflow.

    PyTorch says nothing by itself, and torch.compile would not follow the context.
    """
    return nullcontext() if xp is not np and is_of(xp, "torch") else np.errstate(all="ignore")


def is_symbol(n: Any) -> bool:
    """Say whether a length may stand for others: while a program for several is exported, from PyTorch or from JAX."""
    if not isinstance(n, int):
        return True
    torch = sys.modules.get("torch")
    return torch is not None and torch.compiler.is_exporting()


def constant(xp: Namespace, x: Array) -> Array:
    """x as a constant, of which no derivative is traced."""
    if is_of(xp, "torch"):
        return x.detach()
    if is_of(xp, "jax"):
        return sys.modules["jax"].lax.stop_gradient(x)
    return x


def astype(xp: Namespace, x: Array, dtype: Any) -> Array:
    """x in another type. NumPy has the Array API's functions for this and the next two from version 2 on only."""
    return x.astype(dtype) if xp is np else xp.astype(x, dtype)


def permuted(xp: Namespace, x: Array, axes: tuple[int, ...]) -> Array:
    """x with its axes in another order."""
    return np.transpose(x, axes) if xp is np else xp.permute_dims(x, axes)


def running_sum(xp: Namespace, x: Array) -> Array:
    """Return the sums of the first entries of each row. PyTorch's own function is one that torch.compile follows."""
    if is_of(xp, "torch"):
        return xp.cumsum(x, axis=-1)
    return np.cumsum(x, axis=-1) if xp is np else xp.cumulative_sum(x, axis=-1)


def promote(xp: Namespace, x: Array, label: str = "x") -> tuple[Array, Any]:
    """Return the entries in the type that is computed in, and the type of the result."""
    if isinstance(x.dtype, np.dtype) and not x.dtype.isnative:  # the other byte order
        x = astype(xp, x, x.dtype.newbyteorder("="))
    name = type_name(x.dtype)
    if name in HALVES:
        return astype(xp, x, xp.float32), x.dtype
    if name in FLOATS:
        return x, x.dtype
    if name == "bool" or name.startswith(("int", "uint")):
        default = np.float64 if xp is np else xp.__array_namespace_info__().default_dtypes()["real floating"]
        return astype(xp, x, default), default
    advice = {
        "complex64": f"pass the real part, or abs({label})", "complex128": f"pass the real part, or abs({label})",
        "object": f"convert it with {label}.astype(float)",
    }.get(name, "convert it to a floating type")
    name = "text" if xp is np and x.dtype.kind in "US" else name
    raise TypeError(f"{label} must hold real numbers, not {name}: {advice}")


def is_dask(x: Array) -> bool:
    """Say whether x is an array of Dask, whose blocks are computed later."""
    dask = sys.modules.get("dask.array")
    return dask is not None and isinstance(x, dask.Array)


def plain_device(x: Array) -> str | None:
    """Return where a PyTorch tensor is that nothing transforms or compiles, "cpu", "cuda" or another; None for others.

    A gradient may follow it: see `tightmax.engines.on_torch`.
    """
    torch = sys.modules.get("torch")
    if torch is None or type(x) not in (torch.Tensor, torch.nn.Parameter) or torch.compiler.is_compiling():
        return None
    if torch._C._is_tracing() or torch._C._len_torch_dispatch_stack():  # something records or replaces the operations
        return None
    if x.layout is not torch.strided or x.is_nested:
        return None
    if torch._C._are_functorch_transforms_active():  # `torch.func` refuses functions with a derivative like ours
        return None
    forward = torch.autograd.forward_ad
    if forward._current_level >= 0 and forward.unpack_dual(x).tangent is not None:
        return None
    try:
        x.data_ptr()
    except RuntimeError:  # a transformation has wrapped it
        return None
    device: str = "cpu" if x.is_cpu else x.device.type  # the first is known sooner
    return device


def beside(given: Any, x: np.ndarray[Any, Any]) -> tuple[Namespace, Array]:
    """Return NumPy numbers as an array of the library of what is given beside them, where that mixes the two."""
    xp = namespace_of(given)[0]
    return (xp, xp.asarray(x)) if is_of(xp, "jax") or is_of(xp, "dask") else (np, x)


def check_library(xp: Namespace, name: str, given: Any) -> None:
    """TypeError where an array of another library comes beside x. JAX and Dask take NumPy's as their own."""
    found = namespace_of(given, name)[0]
    mixes = is_of(xp, "jax") or is_of(xp, "dask")
    if found is not xp and not (found is np and mixes):
        both = "give both as arrays of one library"
        raise TypeError(f"{name} is a {_name(given)}, and x an array of {library(xp)}: {both}")


def library(xp: Namespace) -> str:
    """Return the name of the library of a namespace: numpy, torch, jax, dask, ..."""
    name: str = xp.__name__.removeprefix("array_api_compat.")
    return name.partition(".")[0]


def is_of(xp: Namespace, name: str) -> bool:
    """Say whether a namespace is that of the library of this name."""
    return library(xp) == name


def mask_for(xp: Namespace, where: Any, x: Array) -> Array | None:
    """Return the mask in the shape of x; TypeError unless boolean, ValueError if its shape does not fit."""
    if where is None:
        return None
    if isinstance(where, bool):
        return None if where else xp.zeros_like(x, dtype=np.bool_ if xp is np else xp.bool)
    if not isinstance(where, (list, tuple)):
        check_library(xp, "where", where)
    mask = as_numpy("where", where) if xp is np else where
    if type_name(getattr(mask, "dtype", type(where).__name__)) != "bool":
        raise TypeError(f"where must be a boolean array of the library of x, not {_name(where)} (True: entry counts)")
    try:
        return xp.broadcast_to(mask, x.shape)
    except (ValueError, RuntimeError, TypeError):
        raise ValueError(f"where of shape {tuple(mask.shape)} does not fit x of shape {tuple(x.shape)}") from None
