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


def test_without_a_rule_for_ties_the_limit_for_little_noise_does_not_exist():
    """A maximiser that chooses by the point: the means at two eps differ by more than the two bounds together."""
    points, theta, z, lead = [(0, 1), (0, -1), (-9, 0)], (1, 0), (1, 0), 9

    def chosen(x):
        y = (0, 1) if x[0] < Fraction(1001, 1000) else (0, -1)
        assert best([y], x) == best(points, x)
        return y

    assert lead == best(points[:2], theta) - best(points[2:], theta)
    temperatures = [Fraction(1, 2000), Fraction(3, 2000)]
    found = [chosen(moved(theta, eps, z)) for eps in temperatures]  # the noise is always z, so these are the means
    bounds = [4 * eps * 9**2 * 1 / Fraction(lead) for eps in temperatures]
    assert bounds == [Fraction(18, 1000), Fraction(54, 1000)]
    assert found == [(0, 1), (0, -1)] and sum(bounds) < 2
    assert "depend on nothing but the set of best points" in registry.theorem("perturbed-limits").statement.conclusion


def test_the_smoothed_distance_has_no_second_derivative_where_the_density_jumps():
    """U uniform on [-2, 2], at 2: it was said that the second derivative of E|delta + U|/2 is the density there."""

    def slope(delta):  # of delta^2/8 + 1/2 up to 2, and of delta/2 beyond
        return min(Fraction(delta) / 4, Fraction(1, 2))

    h = Fraction(1, 100)
    assert (slope(2) - slope(2 - h)) / h == Fraction(1, 4)
    assert (slope(2 + h) - slope(2)) / h == 0
    said = [item.text for item in registry.theorem("noise-products").derivation.items]
    assert not [text for text in said if "second derivative" in text]
