"""What the checkers promise alike is tested for all of them: a test with this mark has one as its `kind`."""

import pytest

from tests.checkers.knots import KNOTS
from tests.checkers.lattices import LATTICES
from tests.checkers.moves import MOVES
from tests.checkers.walks import WALKS

KINDS = (MOVES, KNOTS, WALKS, LATTICES)

both = pytest.mark.parametrize("kind", KINDS, ids=str)
