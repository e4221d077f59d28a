"""What conclusions about perturbed maxima once said, and exact points at which it is false."""

from fractions import Fraction

from proofs import registry


def best(points, x):
    """The greatest pairing of x with a point, over a finite set."""
    return max(sum(a * b for a, b in zip(y, x, strict=True)) for y in points)


def moved(theta, eps, z):
    return tuple(a + eps * b for a, b in zip(theta, z, strict=True))


def test_the_gap_of_bounded_noise_is_constant_on_each_side_only():
    """Noise that is always (1/2, 0): it was said that F_eps - F is constant where |theta_1 - theta_2| > 2 eps."""
    points, eps, z = [(1, 0), (0, 1)], Fraction(1, 10), (Fraction(1, 2), 0)
    gaps = [best(points, moved(theta, eps, z)) - best(points, theta) for theta in ((1, 0), (0, 1))]
    assert gaps == [Fraction(1, 20), 0] == [eps * z[0], eps * z[1]]
    assert "constant on each side" in registry.theorem("noise-hypotheses").statement.conclusion
