"""How the checkers read: what is no JSON is unreadable, and no bytes and no JSON but a proof are accepted."""

import json
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.checkers.both import KINDS, both
from tests.checkers.kinds import Kind, encode

NOT_JSON = [
    b"", b" \n", b"\xff\xfe", b"\0" * 9, b"'x'", b"{1: 2}", b"[1,]", b'"\x00"',
    b"[" * 17, b"[" * 10**6, b'{"a":' * 10**5, b"[" * 17 + b"]" * 17, b'{"a": 1.5', b"[NaN", b'{"a": 1, "a": 1',
    b"01", b"+1", b"\xed\xa0\x80", b'"\\x"', b"9" * 5000 + b"x", b'["\\\\", "\\"", ' + b"[" * 16 + b"]" * 17,
]


def damaged(text: str) -> list[bytes]:
    """Return a certificate cut at its end and in its middle, with a bracket too many, in UTF-16, behind a byte order
    mark.
    """
    good = text.encode()
    return [good[:-1], good + b"}", good[:40], text.encode("utf-16"), b"\xef\xbb\xbf" + good]


@pytest.mark.parametrize(
    ("kind", "data"),
    [(kind, data) for kind in KINDS for data in (*NOT_JSON, *damaged(kind.good))],
    ids=lambda value: str(value) if isinstance(value, Kind) else None,
)
def test_what_is_not_json_is_unreadable(kind: Kind, data: bytes) -> None:
    assert kind.verdict(data) == "unreadable"


@both
@pytest.mark.parametrize("data", [
    b'["' + b"[" * 99 + b'"]', b'["\\"' + b"{" * 99 + b'"]', b'["\\\\", "' + b"[" * 99 + b'"]',
    b"[" * 16 + b"1" + b"]" * 16, b"[" + b"[], " * 99 + b"[]]", b'"' + b"\\" * 40 + b'"', b'"\\ud800\\u0000"',
])
def test_only_brackets_outside_strings_count_as_nesting(kind: Kind, data: bytes) -> None:
    json.loads(data)
    assert kind.verdict(data) == "type"


@both
def test_a_parser_out_of_stack_is_unreadable(kind: Kind, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kind.module, "MAX_DEPTH", 10**9)
    assert kind.verdict(b"[" * 10**6) == "unreadable"


# ---- Generated input ------------------------------------------------------------------------------------


def values(kind: Kind) -> st.SearchStrategy[Any]:
    """JSON values made of what its certificates are made of, among others."""
    scalars = st.one_of(
        st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=5),
        st.sampled_from([kind.format, "0", "1", "1/2", "1/4", "-1/2", "1/0", "2/4", "\ud800", "9" * 5000, 2, 4, -1]),
        st.fractions().map(str),
    )
    return st.recursive(
        scalars,
        lambda inner: (
            st.lists(inner, max_size=4)
            | st.dictionaries(st.sampled_from(kind.names) | st.text(max_size=3), inner, max_size=5)
        ),
        max_leaves=12,
    )


VALUES = {kind: values(kind) for kind in KINDS}


@both
@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.binary(max_size=200))
def test_any_bytes(kind: Kind, data: bytes) -> None:
    assert kind.verdict(data) != "accepted"


@both
@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.data())
def test_any_json(kind: Kind, data: st.DataObject) -> None:
    assert kind.verdict(encode(data.draw(VALUES[kind]))) not in {"accepted", "unreadable"}


@both
@settings(max_examples=400, deadline=None, derandomize=True)
@given(st.data())
def test_a_certificate_with_a_part_replaced(kind: Kind, data: st.DataObject) -> None:
    """What is still accepted proves no more than the truth: the same dimension, and no larger bound."""
    value = json.loads(kind.good)
    target: Any = value
    key: Any = data.draw(st.sampled_from(kind.keys))
    while isinstance(target[key], dict | list) and data.draw(st.integers(0, 4)):
        target = target[key]
        key = data.draw(st.sampled_from(list(target) if isinstance(target, dict) else range(len(target))))
    target[key] = data.draw(VALUES[kind])
    encoded = encode(value)
    if kind.verdict(encoded) == "accepted":
        assert kind.agrees(encoded)


@both
@settings(max_examples=400, deadline=None, derandomize=True)
@given(st.data(), st.integers(0, 12), st.binary(max_size=6))
def test_a_certificate_with_bytes_replaced(kind: Kind, data: st.DataObject, length: int, new: bytes) -> None:
    at = data.draw(st.integers(0, len(kind.good) - 1))
    changed = kind.good.encode()[:at] + new + kind.good.encode()[at + length :]
    if kind.verdict(changed) == "accepted":
        assert json.loads(changed) == json.loads(kind.good) if kind.limit is None else kind.agrees(changed)


@both
def test_the_good_certificate_proves_what_it_should(kind: Kind) -> None:
    """The truth that the tests above compare with."""
    found = kind.module.check_bytes(kind.good.encode())
    expected = {
        "verify": {"dimension": 2, "bound": Fraction(1, 2), "moves": 1},
        "verify_upper": {"bound": Fraction(3, 2)},
        "verify_walk": {"dimension": 2, "states": 1},
        "verify_lattice": {"dimension": 3},
    }
    assert {name: getattr(found, name) for name in kind.fixed} == expected[str(kind)]
