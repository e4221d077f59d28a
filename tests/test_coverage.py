"""Coverage is counted in the tests of the checkers alone: to follow every call elsewhere takes as long as the calls."""

import sys


def test_calls_are_not_followed_here():
    """That they are in tests/checkers shows in the coverage that `make test` asks for."""
    assert sys.gettrace() is None
