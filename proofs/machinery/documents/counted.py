"""Progress of what judges theorems one after the other, for documents that take long."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from proofs.machinery.engine.proof import Theorem

from proofs import registry
from proofs.machinery.engine.claim import Claim
from proofs.machinery.engine.session import Position
from proofs.machinery.output.progress import Seen, progress


def shown_by(seen: Seen) -> Callable[[Position], None]:
    """Progress of a run of a session: theorems and claims counted, the time by their steps."""
    return lambda at: seen(at.owners_done, at.owners, f"{at.owner} / {at.step}", share=at.share)


def closure(owners: Iterable[Theorem | Claim]) -> list[Theorem | Claim]:
    """Return these, and before them every theorem that they use: whose steps a session discharges."""
    found: dict[str, Theorem | Claim] = {}

    def add(owner: Theorem | Claim) -> None:
        if owner.id not in found:
            for id in owner.statement.uses:
                add(registry.theorem(id))
            found[owner.id] = owner

    for owner in owners:
        add(owner)
    return list(found.values())


@contextmanager
def counted(name: str, owners: Iterable[Theorem | Claim]) -> Iterator[Callable[[str, str], None]]:
    """Progress of a session over these and what they use: theorems and claims counted, the time by their steps."""
    sizes = {owner.id: len(owner.derivation.steps) for owner in closure(owners)}
    sizes = {id: count for id, count in sizes.items() if count}
    total, steps, started = sum(sizes.values()), 0, dict.fromkeys(sizes, 0)
    with progress(name, "proofs") as seen:

        def step(id: str, name: str) -> None:
            nonlocal steps
            done = sum(started[owner] >= size for owner, size in sizes.items())  # this step is the next one's
            seen(done, len(sizes), f"{id} / {name}", share=steps / total)
            started[id] = started.get(id, 0) + 1
            steps += 1

        yield step
