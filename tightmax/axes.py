"""The axes along which a maximum is taken: checked, brought to the end as one, and back."""

from __future__ import annotations

import operator
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from tightmax.arrays import Array, Namespace, permuted

Axis = int | Sequence[int] | None
"""One axis, several, or all (None)."""


@dataclass(frozen=True)
class Fold:
    """How the axes that are worked along become one last axis, and back."""

    xp: Namespace
    shape: tuple[int, ...]
    axes: tuple[int, ...]
    rows: tuple[int, ...] = field(init=False, repr=False, compare=False)
    """The shape of what is left without the axes: one maximum each."""
    _order: tuple[int, ...] = field(init=False, repr=False, compare=False)
    _back: tuple[int, ...] = field(init=False, repr=False, compare=False)
    """Unless it is plain: the axes in the order in which they are folded, and the way back."""

    def __post_init__(self) -> None:
        """Find what is asked for more than once: little where the last axis alone is worked along."""
        if self.plain:
            object.__setattr__(self, "rows", tuple(self.shape[:-1]))
            return
        others = tuple(i for i in range(len(self.shape)) if i not in self.axes)
        order = (*others, *self.axes)
        object.__setattr__(self, "rows", tuple(self.shape[i] for i in others))
        object.__setattr__(self, "_order", order)
        object.__setattr__(self, "_back", tuple(order.index(i) for i in range(len(order))))

    @property
    def length(self) -> int:
        """How many entries one maximum is taken of. A loop, for torch.compile knows no products of symbols."""
        length = 1
        for i in self.axes:
            length = length * self.shape[i]
        return length

    @property
    def plain(self) -> bool:
        """Whether the last axis alone is worked along."""
        return self.axes == (len(self.shape) - 1,)

    def fold(self, x: Array) -> Array:
        """Bring the axes to the end, as one."""
        if self.plain:
            return x
        return self.xp.reshape(permuted(self.xp, x, self._order), (*self.rows, self.length))

    def unfold(self, y: Array) -> Array:
        """Undo `fold`."""
        if self.plain:
            return y
        split = self.xp.reshape(y, tuple(self.shape[i] for i in self._order))
        return permuted(self.xp, split, self._back)

    def left(self, keepdims: bool) -> tuple[int, ...]:
        """The shape of a value."""
        return tuple(1 if i in self.axes else n for i, n in enumerate(self.shape)) if keepdims else self.rows

    def reduced(self, y: Array, keepdims: bool) -> Array:
        """Return what is left of an array whose folded axis has length 1."""
        shape = self.left(keepdims)
        return y.reshape(shape) if self.xp is np else self.xp.reshape(y, shape)


def fold_for(xp: Namespace, shape: tuple[int, ...], axis: Axis) -> Fold:
    """Return the fold of an axis argument; ValueError that names an axis that is not there or is there twice."""
    if axis is None:
        return Fold(xp, shape, tuple(range(len(shape))))
    axes = []
    for one in axis if isinstance(axis, Sequence) else (axis,):
        try:
            number = operator.index(one)
        except TypeError:
            raise TypeError(f"axis must be an integer, a tuple of integers or None, not {axis!r}") from None
        if not -len(shape) <= number < len(shape):
            raise ValueError(f"axis {one} is out of range for x with {len(shape)} axes")
        axes.append(number % len(shape))
    if len(set(axes)) < len(axes):
        raise ValueError(f"axis {axis!r} names an axis twice")
    return Fold(xp, shape, tuple(axes))
