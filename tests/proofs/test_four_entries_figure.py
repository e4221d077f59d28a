"""The picture of d4-optimum: its values obey what the theorem's proof says of them, and the command draws it."""

import math

import numpy as np
import pytest

from proofs.machinery.bounds import four_entries
from proofs.machinery.bounds.four_entries import CORE, FAR, excess, interface, ray
from proofs.machinery.output.exit_status import MATCHES, USAGE
from symbolic.formulas.four_entries import VALUE
from tests.proofs.test_command_line import one_line, run

RESTS = (0.0, 0.2, CORE, 0.9, 2.5)
STEP = 1e-3


def values(z, *leads):
    at = ray(z)
    return [excess(g, z, at) for g in leads]


def test_the_value_at_0_is_that_of_the_theorem_and_the_largest():
    assert math.isclose(values(0.0, 0.0)[0], float(VALUE), rel_tol=1e-15)
    found = [values(z, *np.linspace(0, FAR, 9)) for z in RESTS]
    assert np.all(np.diff(found, axis=0) <= 1e-15) and np.all(np.diff(found, axis=1) <= 0) and np.min(found) == 0


@pytest.mark.parametrize("z", RESTS)
def test_value_and_slope_agree_at_the_interface_and_the_maximum(z):
    at = ray(z)
    for lead in (at.begins, at.ends):
        less, here, more = values(z, lead - STEP, lead, lead + STEP)
        assert abs(more + less - 2 * here) <= STEP**2 / 4 * (1 + 1e-6)
    assert values(z, at.begins - 1e-9)[0] == pytest.approx(values(z, at.begins)[0], abs=1e-8)
    assert values(z, at.ends, at.ends + 1) == [0, 0]


@pytest.mark.parametrize("z", RESTS)
def test_what_is_tight_is_tight(z):
    """Second derivatives along (1, -1, -1, 1), a step of which moves g by 2 and z by -2, and along (1, -1, -1, -1)."""
    at = ray(z)
    if z > 2 * STEP:
        g = at.begins / 2
        # The largest entry is linear along the line, so that the excess will do.
        line = [excess(g + 2 * k * STEP, z - 2 * k * STEP, ray(z - 2 * k * STEP)) for k in (-1, 0, 1)]
        assert (line[0] + line[2] - 2 * line[1]) / STEP**2 == pytest.approx(1, abs=1e-6)
    g = (at.begins + at.ends) / 2
    less, here, more = values(z, g - 2 * STEP, g, g + 2 * STEP)
    assert (less + more - 2 * here) / STEP**2 == pytest.approx(1, abs=1e-6)


def test_the_two_walls_of_the_core():
    """Where three entries tie, their three slopes are equal: the excess in g at g = 0, and in z at z = 0."""
    for z in (0.2, 1.0, 2.0):  # x_1 = x_2 = x_3: x_1 has the slope of x_2 and x_3, a third of 1 - p_4
        rise = (values(z, STEP)[0] - values(z, 0.0)[0]) / STEP
        # With x_3 = 0: p_1 is 1 + rise, p_4 is -(d/dz) of the excess.
        fall = (values(z + STEP, 0.0)[0] - values(z - STEP, 0.0)[0]) / (2 * STEP)
        assert 3 * (1 + rise) == pytest.approx(1 + fall, abs=4 * STEP)


def test_far_from_the_fourth_entry_it_is_the_least_smoothing_of_three():
    for g in np.linspace(0.6, FAR, 7):
        assert values(14.0, g)[0] == pytest.approx(max(8 / 3 - g, 0) ** 2 / 8, abs=1e-5)


def test_the_interface_begins_at_the_corner_of_the_core():
    curve = np.array(interface())
    assert curve[0] == pytest.approx([0.0, CORE, ray(0.0).ends], abs=1e-12)
    assert np.all(np.diff(curve[:, 0]) > 0) and np.all(np.diff(curve[:, 1:], axis=0) < 0) and curve[-1, 0] > FAR
    for z, begins, ends in curve[::7]:
        assert [ray(z).begins, ray(z).ends] == pytest.approx([begins, ends], abs=1e-12)


@pytest.mark.parametrize("ending", ["svg", "png", "pdf"])
def test_the_command_draws_it(capsys, tmp_path, ending):
    pytest.importorskip("matplotlib")
    target = tmp_path / f"four.{ending}"
    assert run(capsys, "bounds", "--regions", str(target))[0] == MATCHES
    assert target.stat().st_size > 5000
    if ending == "svg":
        text = target.read_text(encoding="utf-8")
        assert ">the maximum itself</text>" in text and ">interface</text>" in text and "<metadata>" not in text
        four_entries.draw(again := tmp_path / "again.svg")
        assert again.read_bytes() == target.read_bytes()


def test_another_ending_is_refused(capsys, tmp_path):
    status, out, err = run(capsys, "bounds", "--regions", str(tmp_path / "x.gif"))
    assert status == USAGE and out == "" and one_line(err, "x.gif", ".svg") and not list(tmp_path.iterdir())
