"""The kernels for a card: their derivatives and what they are made of, interpreted; their code for cards, which is not
run; and where there are none.
"""

import math
import os
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from proofs.floating_point import rounding_exp
from tightmax import engines, hessian_vector, smooth_argmax
from tightmax.engines import choose

torch = pytest.importorskip("torch")
pytest.importorskip("array_api_compat")
pytest.importorskip("triton")

from tests.tightmax import on_a_card  # noqa: E402
from tests.tightmax.test_cuda_kernel import KINDS, TYPES, UNITS, rows  # noqa: E402

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("dtype", TYPES)
@pytest.mark.parametrize("kind", KINDS)
def test_gradients(card, kind, dtype):
    """Of the value: the weights times the slope of the row. Of the weights: the product of the Hessian."""
    rng = np.random.default_rng(3)
    for n, masked in ((1, False), (2, True), (3, False), (5, True), (300, False), (9000, True)):
        if n == 9000 and (kind, dtype) != ("universal", np.float32):
            continue
        x, mask = rows(n, dtype, 0.7, 30 if n < 100 else 2)
        where = mask if masked else None
        slope, v = rng.standard_normal(len(x)).astype(dtype), rng.standard_normal(x.shape).astype(dtype)
        options = {"temperature": 0.7, "kind": kind}
        found, launched = card(on_a_card.slopes, x, where, slope, v, **options)
        alone, both, turned, joined = found
        assert launched
        exact = x.astype(np.longdouble)
        right = smooth_argmax(exact, where=where, **options)
        size = np.finfo(dtype).eps * right.max(-1, keepdims=True) * abs(slope[:, None])
        for one in (alone, both):
            off = abs(one - (right * slope[:, None]).astype(dtype)) / np.where(size > 0, size, 1.0)
            assert off.max() <= UNITS + 0.5  # and a rounding of the product
        product = hessian_vector(exact, v, where=where, **options).astype(dtype)
        assert np.allclose(turned, product, rtol=1e-4 if dtype == np.float32 else 1e-11, atol=20 * np.finfo(dtype).eps)
        assert np.allclose(joined, both + turned, rtol=1e-6, atol=4 * np.finfo(dtype).eps)


@pytest.mark.parametrize("kind", KINDS)
def test_gradients_of_rows_that_are_not_finite(card, kind):
    x = np.array([[1.0, math.inf, 0.0], [-math.inf] * 3, [math.nan, 0.0, 1.0], [1.0, -math.inf, 1.0]])
    for n in (3, 6):
        y = np.concatenate((x, np.full((4, n - 3), -math.inf)), axis=-1)
        found, _ = card(on_a_card.slopes, y, None, np.ones(4), np.zeros(y.shape), temperature=1.0, kind=kind)
        right = smooth_argmax(y, temperature=1.0, kind=kind)
        for one in found[:2]:
            assert np.allclose(one, right, rtol=1e-14, equal_nan=True)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("n", (2, 3, 5))
def test_derivatives_of_higher_order(card, kind, n):
    x = np.random.default_rng(n).standard_normal((3, n))
    mask = np.random.default_rng(1).random(x.shape) < 0.8
    assert card(on_a_card.checked, x, mask if n == 3 else None, kind=kind, temperature=0.7, side="centred")


def test_which_rows_are_computed(card):
    for given, answer in (
        ((50257, "lse", "float32", 1.0), True), ((8192, "quadratic", "float32", 1.0), True),
        ((8193, "quadratic", "float32", 1.0), False), ((8192, "quadratic", "float64", 1.0), False),
        ((4, "pairs", "float32", 1.0), False), ((4, "lse", "float32", 1e-39), False),
        ((4, "lse", "float64", 1e-39), True), ((0, "lse", "float32", 1.0), False),
    ):
        assert card(on_a_card.way, *given) is answer, given


@pytest.mark.parametrize("dtype", TYPES)
def test_the_exponential_is_off_by_what_is_proved(card, plain_card, dtype):
    eps, far = np.finfo(dtype).eps, -103.985 if dtype == np.float32 else -745.5
    z = np.concatenate((np.linspace(far, 0.0, 2**14), -np.geomspace(1e-30, -far, 2**14))).astype(dtype)
    right = np.exp(z.astype(np.longdouble))
    normal = right >= np.finfo(dtype).smallest_normal
    for where in (card, plain_card):
        found = where(on_a_card.function, "exp", z)
        assert (abs(found - right)[normal] <= 1.25 * eps * right[normal]).all()
        assert (abs(found - right)[~normal] <= 2 * np.finfo(dtype).smallest_subnormal).all()
    assert found[0] == 0.0 and (found[z == 0.0] == 1.0).all()


@pytest.mark.parametrize("dtype", TYPES)
def test_the_logarithms(card, dtype):
    eps = np.finfo(dtype).eps
    y = np.concatenate((np.geomspace(1e-3, 1e9, 2**13), 1.0 + np.linspace(-0.01, 0.01, 2**13))).astype(dtype)
    right = np.log(y.astype(np.longdouble))
    assert (abs(card(on_a_card.function, "log", y) - right) <= eps * abs(right)).all()
    x = np.geomspace(1e-20, 1e9, 2**13).astype(dtype)
    right = np.log1p(x.astype(np.longdouble))
    assert (abs(card(on_a_card.function, "log1p", x) - right) <= eps * abs(right)).all()


def test_the_constants_are_those_of_the_theorem(card):
    found = card(on_a_card.constants)
    for bits, form in rounding_exp.FORMATS.items():
        above, below, inverse, coefficients = found[bits]
        assert (above, below, inverse) == (form.above, form.below, form.inverse)
        assert coefficients == [*reversed(form.coefficients), 1, 1]


@pytest.fixture(scope="module")
def code(tmp_path_factory):
    """The kernels, compiled for cards of two generations."""
    found = []
    for capability, types in ((80, ("float32",)), (90, ("float32", "float64"))):
        with on_a_card.process() as called:
            found += called(on_a_card.compiled, capability, types, str(tmp_path_factory.mktemp("cache")))
    return found


def test_every_kernel_is_compiled(code):
    names = {name for name, _, _ in code}
    assert names == {"of_whole_rows", "of_parts", "of_joined_parts", "of_shares", "of_three"}


def test_the_code_has_no_operation_that_is_approximate(code):
    for name, dtype, text in code:
        assert re.findall(r"\S*(?:approx|ftz|div\.full|ex2|lg2)\S*", text) == [], (name, dtype)
        assert "fma.rn" in text
        single = dtype == "torch.float32" and name != "of_three"
        assert not (single and re.search(r"(?:fma|mul|add|div|sqrt)\.\S*f64", text)), (name, dtype)


def test_a_mask_on_another_device_is_refused(card):
    assert card(on_a_card.elsewhere) == "where is on the device meta, and x on cpu: give both on one device"


def test_no_kernels_where_none_can_be_built(card):
    (said,) = card(on_a_card.unusable)
    assert said.startswith("no kernels on cuda:0, PyTorch computes step by step: ") and "\n" not in said


@pytest.fixture
def anew():
    """The setting is read anew, and again afterwards."""
    choose.kernels.cache_clear()
    yield
    choose.kernels.cache_clear()


@pytest.mark.parametrize("on", ("0", "1"))
def test_the_kernels_can_be_turned_off(anew, monkeypatch, on):
    monkeypatch.setenv("TIGHTMAX_TRITON", on)
    assert (choose.kernels() is not None) == (on == "1")


def test_a_setting_that_means_nothing(anew, monkeypatch):
    monkeypatch.setenv("TIGHTMAX_TRITON", "yes")
    with pytest.raises(ValueError, match=r"^TIGHTMAX_TRITON must be 0 or 1, not 'yes'$"):
        choose.kernels()


def test_without_triton_there_are_none(anew, monkeypatch):
    monkeypatch.delitem(sys.modules, "tightmax.engines.on_cuda", raising=False)
    monkeypatch.delattr(engines, "on_cuda", raising=False)
    monkeypatch.setitem(sys.modules, "triton", None)
    assert choose.kernels() is None


def test_without_a_card_nothing_of_it_is_imported():
    code = (
        "import sys, torch, tightmax; x = torch.zeros((2, 3), requires_grad=True);"
        "tightmax.smooth_max(x, temperature=1.0).sum().backward(); tightmax.smooth_argmax(x.detach(), error=0.1);"
        "print('tightmax.engines.on_cuda' in sys.modules, 'triton' in sys.modules)"
    )
    found = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=dict(os.environ), capture_output=True, text=True)
    assert found.stdout.split() == ["False", "False"], found.stderr
