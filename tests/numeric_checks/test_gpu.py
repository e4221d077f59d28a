"""The check of a GPU: on the CPU where there is none, with wrong results that it must find; and its line elsewhere."""

import pytest

from proofs.machinery.output.exit_status import DIFFERS, MATCHES, USAGE

torch = pytest.importorskip("torch")
pytest.importorskip("array_api_compat")

from numeric_checks import gpu  # noqa: E402

NO_CARD = not torch.cuda.is_available()


@pytest.mark.parametrize("compiled", [False, True])
def test_correct_on_the_cpu(compiled):
    findings = list(gpu.correctness("cpu", 20, 30, "aot_eager", (compiled,)))
    assert len(findings) == 8 and all(finding.holds for finding in findings), findings


def test_what_is_off_is_found():
    x = gpu.entries(10, 40, torch.float32, "cpu")
    value, weights = gpu.functions("lse", compiled=False)["value and weights"](x)
    assert max(gpu.units_off((value, weights), x, "lse")) <= gpu.UNITS
    eps = torch.finfo(x.dtype).eps
    assert gpu.units_off((value * (1 + 8 * eps), weights), x, "lse")[0] > gpu.UNITS
    assert gpu.units_off((value, weights * (1 + 8 * eps)), x, "lse")[1] > gpu.UNITS
    assert gpu.units_off((value, weights * float("nan")), x, "lse")[1] == float("inf")


def test_the_bandwidth_is_measured():
    findings = list(gpu.bandwidth("cpu", 10, 20, 2, "aot_eager"))
    assert len(findings) == 4
    assert all("GB/s" in finding.line and "not judged on a CPU" in finding.line for finding in findings)


@pytest.mark.skipif(not NO_CARD, reason="there is a GPU: the check below runs on it")
def test_without_a_card_one_line_says_so(capsys):
    assert gpu.main([]) == MATCHES
    assert capsys.readouterr().out.splitlines() == [
        "skipped: PyTorch sees no CUDA device here; --device cpu runs what needs none"
    ]


@pytest.mark.skipif(NO_CARD, reason="PyTorch sees no CUDA device")
def test_on_the_card():
    assert gpu.main([]) == MATCHES


def test_the_exit_status(monkeypatch, capsys):
    monkeypatch.setattr(gpu, "correctness", lambda *given: [gpu.Finding("one"), gpu.Finding("two", holds=False)])
    monkeypatch.setattr(gpu, "bandwidth", lambda *given: [])
    assert gpu.main(["--device", "cpu"]) == DIFFERS
    assert capsys.readouterr().out.splitlines() == ["holds  one", "FAILS  two"]
    assert gpu.main(["--rows", "x"]) == USAGE
    assert "--rows" in capsys.readouterr().err
