"""The facts of analysis and probability that an argued step may cite: a closed list, printed in paper_notes.md."""

from __future__ import annotations

FACTS = {
    "extreme values": r"A continuous function on a nonempty compact set has a maximum and a minimum.",
    "mean value": r"$f(b) - f(a) = f'(\xi)(b - a)$ for some $\xi$ between $a$ and $b$, if $f$ is differentiable.",
    "intermediate values": r"A continuous function on an interval takes every value between two of its values.",
    "monotone convergence": r"The integrals of an increasing sequence of nonnegative functions tend to that of its "
    r"limit.",
    "dominated convergence": r"Limits and integrals may be exchanged below an integrable bound.",
    "Fubini and Tonelli": r"Integrals over a product may be taken one after the other, in any order, if the function "
    r"is nonnegative or integrable; almost every line meets a null set in a null set.",
    "translation in the mean": r"$\int|g(x + h) - g(x)|\,dx \to 0$ as $h \to 0$ for integrable $g$.",
    "almost everywhere": r"Lipschitz and convex functions on $\mathbb{R}^n$ are differentiable almost everywhere.",
    "descent lemma": r"$f(y) \le f(x) + \langle\nabla f(x), y - x\rangle + \frac{L}{2}\|y - x\|^2$ if $\nabla f$ is "
    r"$L$-Lipschitz.",
    "conjugates": r"A closed convex function is the conjugate of its conjugate.",
    "basis": r"$n$ orthonormal vectors of $\mathbb{R}^n$ are a basis; a subspace has an orthogonal complement.",
    "law of large numbers": r"Means of independent copies of an integrable variable converge to its mean.",
    "central limit theorem": r"For independent copies with mean $\mu$ and finite covariance matrix $\Sigma$, "
    r"$\sqrt{n}$ times the mean less $\mu$ converges in law to the normal law with mean 0 and covariance matrix "
    r"$\Sigma$.",
    "Slutsky": r"If $X_n \to X$ in law and $Y_n \to c$ in probability, then $Y_nX_n \to cX$ in law.",
    "Cramer and Wold": r"Random vectors converge in law if all their linear forms do.",
    "smooth test functions": r"Laws converge if the means of all bounded smooth functions with bounded derivatives do.",
}
"""What may be cited, by name (LaTeX)."""
