"""What users of such functions have reported to go wrong, for every function alike that takes x and a temperature."""

import array
from importlib import import_module

import numpy as np
import pytest

import tightmax
from tests.tightmax.in_double import in_double
from tests.tightmax.problems import KINDS

pytest.importorskip("array_api_compat")

FUNCTIONS = {
    "smooth_max": {}, "smooth_min": {}, "smooth_argmax": {}, "log_weights": {}, "value_and_weights": {},
    "smooth_top": {"k": 2}, "smooth_argtop": {"k": 2}, "logsumexp": {"b": 2.0},
}


@pytest.fixture(params=FUNCTIONS)
def function(request):
    def call(x, **how):
        how = {"temperature": 0.7, **FUNCTIONS[request.param], **how}
        found = getattr(tightmax, request.param)(x, **how)
        return found[1] if request.param == "value_and_weights" else found

    call.name = request.param
    return call


def test_what_numpy_takes_as_numbers(function):
    expected = function(np.array([1.0, 2.0, 3.0]))
    numbers = memoryview(np.arange(1.0, 4.0)), array.array("d", [1, 2, 3])
    for x in (range(1, 4), *numbers, (1, 2, 3), [np.float64(1), 2, 3]):
        assert np.array_equal(function(x), expected)


@pytest.mark.parametrize("code", (">f8", ">f4", ">f2", ">i4"))
def test_the_other_byte_order(function, code):
    x = np.array([[1, 2, 3], [3, 1, 0]], code)
    found, expected = function(x), function(x.astype(x.dtype.newbyteorder("=")))
    assert np.array_equal(found, expected) and found.dtype.newbyteorder("=") == expected.dtype


@pytest.mark.parametrize("layout", ("to_sparse", "to_mkldnn"))
def test_tensors_that_are_not_dense_are_refused(function, layout):
    torch = pytest.importorskip("torch")
    x = getattr(torch.eye(3), layout)()
    if function.name == "logsumexp":
        function = tightmax.logsumexp
    with pytest.raises(TypeError, match=r"pass x\.to_dense\(\)"):
        function(x)


def test_masks_of_numpy_and_dask_are_refused(function):
    with pytest.raises(TypeError, match="x is a NumPy masked array, or holds one"):
        function(np.ma.array([1.0, 5.0, 2.0], mask=[0, 1, 0]))
    da = pytest.importorskip("dask.array")
    with pytest.raises(TypeError, match="x has masked chunks"):
        function(da.ma.masked_greater(da.arange(10.0), 5))


def test_a_mask_of_another_library_is_named(function):
    torch = pytest.importorskip("torch")
    if function.name == "logsumexp":
        pytest.importorskip("torch")
        with pytest.raises(TypeError, match=r"b is a numpy\.ndarray, and x an array of torch"):
            function(torch.ones(3), b=np.ones(3))
        return
    with pytest.raises(TypeError, match=r"where is a numpy\.ndarray, and x an array of torch"):
        function(torch.ones(3), where=np.array([True, False, True]))


def test_warnings_may_be_errors(function):
    x = np.array([[1e308, -1e308, 1e-308], [np.inf, -np.inf, np.nan], [0.0, -800.0, 5e-324]])
    single = np.array([[3e38, -3e38, 1e-38], [np.inf, -np.inf, np.nan], [0.0, -800.0, 1e-45]], np.float32)
    with np.errstate(all="raise"):
        for t in (1e-300, 0.7, 1e308, np.array([1.0, 1e-3, 1e3])):
            function(x, temperature=t)
            function(x, temperature=t, where=[True, False, True])
        function(single, temperature=np.array([1.0, 1e-30, 1e38], np.float32))


@pytest.mark.parametrize("given", (0, -1.0, np.nan, np.inf, 10**400))
def test_a_temperature_that_is_none(function, given):
    with pytest.raises(ValueError, match="temperature must be"):
        function([1.0, 2.0], temperature=given)


def test_tensors_with_the_negative_bit_and_a_default_device():
    torch = pytest.importorskip("torch")
    z = torch.tensor([1 + 1j, 2 - 3j, 0j])
    plain = -z.imag
    for name, how in FUNCTIONS.items():
        call = getattr(tightmax, name)
        how = {"temperature": 0.7, **how, **({"b": torch.tensor(2.0)} if "b" in how else {})}
        found, expected = call(z.conj().imag, **how), call(plain.clone(), **how)
        with torch.device("meta"):
            elsewhere = call(plain, **{**how, **({"b": torch.tensor(2.0, device="cpu")} if "b" in how else {})})
        for one, other, third in zip(*((x if isinstance(x, tuple) else (x,)) for x in (found, expected, elsewhere)),
                                     strict=True):
            assert torch.equal(one, other) and torch.equal(third, other)


def test_what_is_wrong_with_v_is_said_of_v():
    with pytest.raises(TypeError, match=r"v must hold real numbers, not complex128: .* or abs\(v\)"):
        tightmax.hessian_vector([1.0, 2.0], [1j, 1.0], temperature=1.0)


@pytest.mark.parametrize("library", ("numpy", "torch", "jax"))
@pytest.mark.parametrize("eps", (1e-15, 1e-13, 1e-9))
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("n", (2, 3, 5))
def test_mixed_second_derivatives_beside_a_seam_belong_to_its_side(library, eps, kind, n):
    """Just before the lead where the others lose their weight, and just behind it."""
    with in_double():
        xp = pytest.importorskip(library)
        lead = {"quadratic": 1.0, "universal": 2 + np.log(n - 1), "lse": 3.0}.get(kind)
        lead = {2: 2.0, 3: 8 / 3}.get(n, 2 + np.log(n - 1)) if kind == "best" else lead
        v = np.arange(n) ** 2 + 1.0
        found = []
        for place in (lead - max(eps, 2e-15), lead - 1e-6, lead + 1e-6):
            x = np.array([place] + [0.0] * (n - 1))

            def value(x):
                return tightmax.smooth_max(x, temperature=1.0, kind=kind)

            if library == "torch":
                x, w = xp.tensor(x), xp.tensor(v)
                found.append(xp.func.jvp(xp.func.grad(value), (x,), (w,))[1].numpy())
            elif library == "jax":
                found.append(np.asarray(xp.jvp(xp.grad(value), (x,), (v,))[1]))
            else:
                found.append(tightmax.hessian_vector(x, v, temperature=1.0, kind=kind))
        near, before, behind = found
        sides = [np.allclose(near, side, rtol=1e-4, atol=1e-5) for side in (before, behind)]
        assert any(sides), found
        if kind in ("universal", "best") and not (kind == "best" and n == 2):
            assert np.abs(before - behind).max() > 0.1  # there is a seam


def test_every_library_has_the_same_seam():
    for name in ("torch", "jax.numpy", "array_api_strict"):
        pytest.importorskip(name)
        xp = import_module(name)
        x = xp.asarray([2.7, 0.0, 0.0])
        assert float(tightmax.smooth_max(x, temperature=1.0)) == float(x[0])
