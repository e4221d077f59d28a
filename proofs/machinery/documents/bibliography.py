"""What the document cites: the paper, related work, the tools, and the five sources that are judged claim by claim."""

from __future__ import annotations

import re

from proofs.machinery.engine.source_text import LANGUAGES, SourceText, source_texts
from symbolic.printing.latex import escape, prose

WORKS = {
    "paper": r"T. Samakhoana and B. Grimmer. \emph{An elementary proof of the near optimality of LogSumExp smoothing}. "
    r"\href{https://arxiv.org/abs/2512.10825}{arXiv:2512.10825}, 2025.",
    "nesterov": r"Yu. Nesterov. Smooth minimization of non-smooth functions. \emph{Mathematical Programming} 103 "
    r"(2005), 127--152.",
    "beck-teboulle": r"A. Beck and M. Teboulle. Smoothing and first order methods: a unified framework. \emph{SIAM "
    r"Journal on Optimization} 22 (2012), 557--580.",
    "ben-tal-teboulle": r"A. Ben-Tal and M. Teboulle. A smoothing technique for nondifferentiable optimization "
    r"problems. In \emph{Optimization}, Lecture Notes in Mathematics 1405, Springer, 1989, 1--11.",
    "berthet": r"Q. Berthet, M. Blondel, O. Teboul, M. Cuturi, J.-P. Vert and F. Bach. Learning with differentiable "
    r"perturbed optimizers. \emph{Advances in Neural Information Processing Systems} 33 (2020).",
    "blondel": r"M. Blondel, A. F. T. Martins and V. Niculae. Learning with Fenchel--Young losses. \emph{Journal of "
    r"Machine Learning Research} 21 (2020), no. 35.",
    "martins-astudillo": r"A. F. T. Martins and R. F. Astudillo. From softmax to sparsemax: a sparse model of "
    r"attention and multi-label classification. \emph{International Conference on Machine Learning}, 2016, 1614--1623.",
    "miyato": r"T. Miyato, T. Kataoka, M. Koyama and Y. Yoshida. Spectral normalization for generative adversarial "
    r"networks. \emph{International Conference on Learning Representations}, 2018.",
    "gravin": r"N. Gravin, Y. Peres and B. Sivan. Towards optimal algorithms for prediction with expert advice. "
    r"\emph{ACM--SIAM Symposium on Discrete Algorithms}, 2016, 528--547.",
    "bayraktar": r"E. Bayraktar, I. Ekren and X. Zhang. On the asymptotic optimality of the comb strategy for "
    r"prediction with expert advice. \emph{Annals of Applied Probability} 30 (2020), 2517--2546.",
    "naghshvar": r"M. Naghshvar, T. Javidi and M. Wigger. Extrinsic Jensen--Shannon divergence: applications to "
    r"variable-length coding. \emph{IEEE Transactions on Information Theory} 61 (2015), 2148--2164.",
    "sympy": r"A. Meurer et al. SymPy: symbolic computing in Python. \emph{PeerJ Computer Science} 3 (2017), e103.",
    "arb": r"F. Johansson. Arb: efficient arbitrary-precision midpoint-radius interval arithmetic. \emph{IEEE "
    r"Transactions on Computers} 66 (2017), 1281--1292.",
    "z3": r"L. de Moura and N. Bj{\o}rner. Z3: an efficient SMT solver. \emph{Tools and Algorithms for the "
    r"Construction and Analysis of Systems}, Lecture Notes in Computer Science 4963, Springer, 2008, 337--340.",
    "cvc5": r"H. Barbosa et al. cvc5: a versatile and industrial-strength SMT solver. \emph{Tools and Algorithms for "
    r"the Construction and Analysis of Systems}, Lecture Notes in Computer Science 13243, Springer, 2022, 415--442.",
    "coq-interval": r"{\'E}. Martin-Dorel and G. Melquiond. Proving tight bounds on univariate expressions with "
    r"elementary functions in Coq. \emph{Journal of Automated Reasoning} 57 (2016), 187--217.",
}
"""Published works, by their keys (LaTeX)."""

_NEW = re.compile(r"^new\b")
"""A part of a source line that names no text: the result is new here."""


def source_item(letters: str, text: SourceText) -> str:
    """Return a source as an entry: its letters, its title in English, what it is, its language; no author is known."""
    title = rf"\emph{{{escape(text.translated)}}}. " if text.title else ""
    about = escape(text.about[0].upper() + text.about[1:])
    ours = "" if text.language == "en" else "; what is quoted is our translation"
    untitled = "" if text.title else ", without a title"
    return f"[Source {letters}] {title}{about}. In {LANGUAGES[text.language]}{untitled}{ours}."


def entries() -> dict[str, str]:
    """Return all entries by their keys: the works, and the sources by the letters of their claims."""
    return WORKS | {letters: source_item(letters, text) for letters, text in source_texts().items()}


def source_cited(source: str) -> str:
    """Return the source line of a theorem with its texts cited; empty where the result is new here.

    >>> source_cited("S0, claims S0-08 and S0-19")
    '\\\\cite{S0}, claims S0-08 and S0-19'
    >>> source_cited("new; the constant that the paper prints as 0.8145")
    'the constant that the paper prints as 0.8145'
    """
    parts = [part.strip() for part in source.split(";")]
    kept = [part for part in parts if not _NEW.match(part)]
    return prose("; ".join(re.sub(r"\bS(\d)\b(?!-)", r"\\cite{S\1}", part) for part in kept))


def bibliography_tex() -> str:
    """Return the list of references."""
    items = [rf"\bibitem{{{key}}} {text}" for key, text in entries().items()]
    return "\n".join([r"\begin{thebibliography}{99}\small", *items, r"\end{thebibliography}"]) + "\n"
