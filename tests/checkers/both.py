"""What the two checkers promise alike is tested for both: a test with this mark has one as its `kind`."""

import pytest

from tests.checkers.knots import KNOTS
from tests.checkers.moves import MOVES

KINDS = (MOVES, KNOTS)

both = pytest.mark.parametrize("kind", KINDS, ids=str)
