"""The measures of the experiment on the loss of the universal smoothing, and the figures that the documents quote."""

import math
import re
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("scipy")

from numeric_checks.experiments import tight_cross_entropy
from numeric_checks.experiments.tools import losses
from proofs.machinery.engine import records

ROOT = Path(__file__).parents[2]


def test_calibration_of_a_forecast_that_is_right_two_times_in_three():
    scores = np.log(np.array([[2 / 3, 1 / 3]] * 3))
    found = tight_cross_entropy.calibration(scores, np.array([0, 0, 1]))
    assert found["ece"] == pytest.approx(0, abs=1e-15)
    assert found["nll"] == pytest.approx(-(2 * math.log(2 / 3) + math.log(1 / 3)) / 3)
    assert found["brier"] == pytest.approx((2 * (2 / 9) + 8 / 9) / 3)
    sure = tight_cross_entropy.calibration(1000 * scores, np.array([0, 0, 1]))
    assert sure["ece"] == pytest.approx(1 / 3) and math.isfinite(sure["nll"])
    assert tight_cross_entropy.accuracy(scores, np.array([0, 0, 1])) == pytest.approx(2 / 3)


def test_bins_of_the_confidence_are_counted_apart():
    """One bin too sure and one not sure enough do not make up for each other."""
    scores = np.log(np.array([[0.99, 0.01]] * 2 + [[0.6, 0.4]] * 2))
    found = tight_cross_entropy.calibration(scores, np.array([0, 1, 0, 0]))
    assert found["ece"] == pytest.approx((0.49 + 0.4) / 2)


def test_labels_are_replaced_at_the_given_share():
    labels = np.zeros(20_000, dtype=np.intp)
    found = tight_cross_entropy.corrupted(labels, 0.2, np.random.default_rng(0))
    assert np.mean(found != 0) == pytest.approx(0.18, abs=0.01)  # a tenth of the new ones is the old one
    assert np.array_equal(tight_cross_entropy.corrupted(labels, 0.0, np.random.default_rng(0)), labels)


def test_for_lse_the_loss_is_the_cross_entropy():
    scores, labels, index = np.random.default_rng(1).normal(size=(5, 10)) * 3, np.eye(10), np.arange(5)
    rng = np.random.default_rng(0)
    assert np.allclose(losses.smooth(labels, 1.0, "lse")(scores, index, rng), losses.cross_entropy(labels)(
        scores, index, rng))
    ahead = losses.smooth(labels, 0.5, "universal")(20.0 * labels[:5], index, rng)
    assert np.array_equal(ahead, np.zeros((5, 10)))


def quoted():
    """The figures of the record, as the documents write them."""
    figures = records.read("tight-cross-entropy").figures
    found = []
    for share in ("0", "20"):
        found += [f"{100 * figures[f'{kind}_accuracy_{share}']:.2f}" for kind in ("lse", "universal")]
        found += [f"{100 * figures[f'lead_accuracy_{share}{end}']:.2f}" for end in ("", "_low", "_high")]
    found += [f"{figures[f'{kind}_{measure}_0']:.3f}" for kind in ("lse", "universal") for measure in (
        "ece", "scaled_ece")]
    return [*found, f"{100 * figures['universal_idle_0']:.0f} %", f"{100 * figures['universal_idle_20']:.0f} %"]


@pytest.mark.parametrize("name", ("tightmax/torch.py", "tightmax/README.md", "docs/site/_tutorial/t1_classifier.py"))
def test_the_documents_quote_the_record(name):
    text = re.sub(r"\s+(# )?", " ", (ROOT / name).read_text(encoding="utf-8"))
    missing = [figure for figure in quoted() if figure not in text]
    assert missing == []
