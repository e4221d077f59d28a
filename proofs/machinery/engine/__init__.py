"""How a proof is written and what decides its steps.

The first import of anything here takes the snapshot of the sources (`snapshot` says why it cannot wait).
"""

from proofs.machinery.engine.snapshot import taken

taken()
