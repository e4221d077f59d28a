r"""
Training a classifier
=====================

Cross-entropy is a smooth maximum of the scores minus the score of the right class,

.. math:: \ell(z, y) = f(z) - z_y,

with LogSumExp for :math:`f`. Any other smooth maximum gives a loss as well, convex in the scores, and its gradient is
the weights of the smoothing minus a one at the right class. `value_and_weights` gives both from one pass.
"""

import matplotlib.pyplot as plt
import numpy as np

import tightmax

CLASSES, EACH, TEMPERATURE = 4, 150, 0.5
rng = np.random.default_rng(2025)
centres = 1.6 * np.array([[1, 0], [0, 1], [-1, 0], [0, -1]])
labels = np.repeat(np.arange(CLASSES), EACH)
points = centres[labels] + rng.normal(size=(len(labels), 2))
order = rng.permutation(len(labels))
train, test = order[:400], order[400:]
features = np.column_stack([points, np.ones(len(points))])

# %%
# The scores are linear in the features. A step of gradient descent is three lines, whatever the kind of the smoothing.


def trained(kind, steps=200, rate=0.5):
    """Return the weights of the scores and the loss after every step."""
    weights, losses = np.zeros((features.shape[1], CLASSES)), []
    one_hot = np.eye(CLASSES)[labels[train]]
    for _ in range(steps):
        scores = features[train] @ weights
        value, share = tightmax.value_and_weights(scores, temperature=TEMPERATURE, kind=kind)
        losses.append(float(np.mean(value - scores[one_hot == 1])))
        weights -= rate * features[train].T @ (share - one_hot) / len(train)
    return weights, losses


figure, axes = plt.subplots(figsize=(6, 3.5), layout="constrained")
for kind in ("lse", "universal"):
    weights, losses = trained(kind)
    right = np.argmax(features[test] @ weights, axis=1) == labels[test]
    print(f"{kind:<10} loss {losses[0]:.4f} -> {losses[-1]:.4f}, right on {right.mean():.1%} of {len(test)} points")
    axes.plot(losses, label=kind)
axes.set(xlabel="step", ylabel="mean loss", title="The same descent with two smooth maxima")
axes.legend()
plt.show()

# %%
# Both losses begin at the worst gap of their smoothing, for all scores are equal there. That of "universal" is smaller
# by :math:`t(\ln 2 - \frac12)`, and it gives the wrong classes the weight 0 exactly once the right one clearly leads.

gaps = {kind: tightmax.worst_gap(CLASSES, temperature=TEMPERATURE, kind=kind) for kind in ("lse", "universal")}
print(gaps)
shares = tightmax.smooth_argmax([4.0, 0.5, 0.0, -1.0], temperature=TEMPERATURE, kind="universal")
print("weights where one score leads:", shares)
assert shares.tolist() == [1, 0, 0, 0]

# %%
# Is that an advantage? On scikit-learn's digits, with a small network and 20 random splits, rate and temperature chosen
# on validation data for both (`tightmax experiment tight-cross-entropy`, 95 % intervals), the accuracy on test data is
# 96.75 % with "universal" and 96.75 % with the cross-entropy, 0.00 percentage points apart [-0.63, 0.63]; where a fifth
# of the training labels is replaced, 94.27 and 94.15 %, 0.12 apart [-0.90, 1.14]. In the end 82 % of the training rows
# have loss and gradient 0, so that their work can be left out; with labels replaced it is 7 %. The price is what the
# scores say of how sure a row is: their softmax has the expected calibration error 0.053, with the cross-entropy 0.025.
# One number that scales the scores, chosen on validation data, mends that: 0.021 and 0.020.
