"""Worker processes end with the parent, and Ctrl-C is the parent's to answer at any moment."""

import subprocess
import sys

import pytest

HEAD = """
import os, signal
from proofs.machinery.engine import workers
"""

KILLED = """
if __name__ == "__main__":
    with workers.pool(1) as processes:
        print(processes.submit(os.getpid).result(), flush=True)
        os.kill(os.getpid(), signal.SIGKILL)
"""

INTERRUPTED = """
class Process(workers._Deaf):
    def start(self):
        super().start()
        os.kill(os.getpid(), signal.SIGINT)

if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.default_int_handler)
    workers._Context.Process = Process
    try:
        with workers.pool({count}) as processes:
            print("not reached")
    except KeyboardInterrupt:
        print("interrupted", flush=True)
"""

AT_THE_END = """
if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with workers.pool(2) as processes:
            end = processes.shutdown
            def shutdown(**options):
                os.kill(os.getpid(), signal.SIGINT)
                end(**options)
            processes.shutdown = shutdown
    except KeyboardInterrupt:
        print("interrupted", flush=True)
"""

IN_A_THREAD = """
import threading

def work():
    with workers.pool(1) as processes:
        print(processes.submit(abs, -7).result(), flush=True)

if __name__ == "__main__":
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
"""


def run(text, tmp_path):
    """The script's exit status, output and errors: a worker holds the other end of both, so all have ended."""
    script = tmp_path / "parent.py"
    script.write_text(HEAD + text)
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, timeout=60)
    return done.returncode, done.stdout, done.stderr


def test_workers_end_when_the_parent_is_killed(tmp_path):
    status, out, _ = run(KILLED, tmp_path)
    assert status == -9 and out.strip().isdigit()


@pytest.mark.parametrize("count", (1, 2, 3))
def test_ctrl_c_while_workers_start(tmp_path, count):
    assert run(INTERRUPTED.format(count=count), tmp_path) == (0, "interrupted\n", "")


def test_ctrl_c_while_workers_end(tmp_path):
    assert run(AT_THE_END, tmp_path) == (0, "interrupted\n", "")


def test_a_pool_in_a_thread(tmp_path):
    assert run(IN_A_THREAD, tmp_path) == (0, "7\n", "")
