"""The preamble that the volumes of the document share: packages, and the macros for theorems, steps and verdicts."""

from __future__ import annotations

from collections.abc import Mapping

from symbolic.verdict import Grade

MEANING = {
    Grade.FORMAL: "the kernel of a proof assistant accepted the whole conclusion, or the lemma that a step names",
    Grade.EXACT: "a symbolic identity, exact rational arithmetic, or a certificate that the standalone checker accepts",
    Grade.ENCLOSED: "ball arithmetic and a second interval engine both decided it",
    Grade.SOLVER: "Z3 and cvc5 both found the negation unsatisfiable",
    Grade.ARGUED: "a cited fact of analysis or probability; no machine has checked it",
    Grade.READ: "a sentence that a reader has joined to the steps (of a theorem): no rule and no kernel ties the two",
}
"""What a grade says of a step, from the strongest."""

MARKS = {Grade.FORMAL: "c", Grade.EXACT: "e", Grade.ENCLOSED: "b", Grade.SOLVER: "s", Grade.ARGUED: "a"}
"""How running text marks what discharged a step: Coq, exact, balls, solvers, argued."""

SIZES = {"paper": ("11pt", "25mm"), "section": ("10pt", "20mm")}
"""Size of the type and margin."""

_PACKAGES = r"""\documentclass[%s,a4paper]{article}
\usepackage[T1]{fontenc}
\usepackage[utf8]{inputenc}
\usepackage{lmodern}
\usepackage{textcomp}
\usepackage[margin=%s]{geometry}
\usepackage{amsmath,amssymb,amsthm}
\usepackage{array,booktabs,longtable}
\usepackage{float,graphicx,xcolor}
\usepackage[unicode,hidelinks]{hyperref}
"""

_MACROS = r"""\pdftrailerid{}
\sloppy\emergencystretch=3em \hbadness=10000 \vbadness=10000
\raggedbottom \allowdisplaybreaks \postdisplaypenalty=10000
\AtBeginDocument{\abovedisplayskip=6pt plus 2pt\belowdisplayskip=4pt plus 2pt
  \abovedisplayshortskip=3pt plus 2pt\belowdisplayshortskip=4pt plus 2pt}
\setcounter{tocdepth}{1}

% A formula at its natural size, or shrunk to the line where it would stick out, as long as it can be read.
\newsavebox{\fitbox}
\newcommand{\fit}[1]{\sbox{\fitbox}{$\displaystyle #1$}%
  \ifdim\wd\fitbox>2.3\linewidth\text{(a formula too long for this page; the file of the proof has it)}%
  \else\ifdim\wd\fitbox>\linewidth\resizebox{\linewidth}{!}{\usebox{\fitbox}}\else\usebox{\fitbox}\fi\fi}

% Verdicts and grades in their colours.
\definecolor{good}{RGB}{20,110,60}\definecolor{middle}{RGB}{150,95,0}
\definecolor{bad}{RGB}{165,30,30}\definecolor{neutral}{RGB}{85,85,95}
\colorlet{PROVED}{good}\colorlet{FORMAL}{good}\colorlet{EXACT}{good}
\definecolor{ENCLOSED}{RGB}{20,90,140}\definecolor{SOLVER}{RGB}{95,60,145}\colorlet{ARGUED}{middle}\colorlet{READ}{middle}
\colorlet{CORRECTED}{middle}\colorlet{REFUTED}{bad}\colorlet{FAILS}{bad}
\colorlet{UNKNOWN}{bad}\colorlet{UNDECIDED}{bad}\colorlet{NOTRUN}{bad}
\colorlet{EXPERIMENT}{neutral}\colorlet{NOTREPRODUCED}{neutral}\colorlet{NOTASTATEMENT}{neutral}
\newcommand{\stamp}[2]{{\sffamily\scriptsize\bfseries\textcolor{#1}{#2}}}

% A theorem has the same number in every volume; \thmref links to it where it stands in this one.
\newtheorem{theorem}{Theorem}
\theoremstyle{definition}\newtheorem{definition}{Definition}
\DeclareRobustCommand{\thmno}[1]{\ifcsname elsewhere@#1\endcsname\csname elsewhere@#1\endcsname\else\ref{#1}\fi}
\DeclareRobustCommand{\thmref}[1]{\ifcsname elsewhere@#1\endcsname
  Theorem~\csname elsewhere@#1\endcsname\else\hyperref[#1]{Theorem~\ref*{#1}}\fi}
\newcommand{\elsewhere}[2]{\expandafter\gdef\csname elsewhere@#1\endcsname{#2}}

% No page ends between a theorem and its idea, or between the idea and where it is checked.
\makeatletter\newcommand{\together}{\@beginparpenalty=\@M\@endparpenalty=\@M}\makeatother

% The parts of a theorem: facts about it, the steps of its proof, and where it is checked.
\newenvironment{facts}{\par\smallskip\begingroup\small\parindent=0pt}{\par\endgroup\smallskip}
\newcommand{\fact}[2]{\par\hangindent=5.2em\hangafter=1\makebox[5.2em][l]{\textit{#1}}#2}
\newcommand{\say}[1]{\par\smallskip\noindent #1\par}
\newcommand{\step}[2]{\par\medskip\noindent{\sffamily\small\bfseries #1.}\enspace #2}
\newcommand{\given}[1]{\par\nopagebreak\noindent Given #1 we have}
\newcommand{\badge}[2]{\par\nopagebreak{\raggedleft\footnotesize #1\enspace\textcolor{neutral}{#2}\par}}
\newcommand{\checked}[2]{\par\nopagebreak{\footnotesize\raggedright\noindent #1 \textcolor{neutral}{#2}\par}\smallskip}
\newcommand{\mk}[2]{\,\textsuperscript{\normalfont\sffamily\tiny\textcolor{#1}{[#2]}}}
"""


def preamble(size: str = "paper", elsewhere: Mapping[str, int] | None = None) -> str:
    """Return the preamble; `elsewhere` are the numbers of theorems that stand in another volume only."""
    numbers = "".join(f"\\elsewhere{{thm:{id}}}{{{number}}}\n" for id, number in (elsewhere or {}).items())
    return _PACKAGES % SIZES[size] + _MACROS + numbers
