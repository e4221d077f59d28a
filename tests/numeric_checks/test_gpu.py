"""The check of a GPU: on the CPU where there is none, with wrong results that it must find; and its line elsewhere."""

import pytest

from proofs.machinery.output.exit_status import DIFFERS, MATCHES, USAGE

torch = pytest.importorskip("torch")
pytest.importorskip("array_api_compat")

from numeric_checks import gpu  # noqa: E402

NO_CARD = not torch.cuda.is_available()


@pytest.mark.parametrize("way", [gpu.STEPS, gpu.COMPILED])
def test_correct_on_the_cpu(way):
    findings = list(gpu.correctness("cpu", 20, 30, "aot_eager", (way,)))
    assert len(findings) == 8 and all(finding.holds for finding in findings), findings


def test_what_is_off_is_found():
    x = gpu.entries(10, 40, torch.float32, "cpu")
    value, weights = gpu.functions("lse", gpu.STEPS)["value and weights"](x)
    assert max(gpu.units_off((value, weights), x, "lse")) <= gpu.UNITS
    eps = torch.finfo(x.dtype).eps
    assert gpu.units_off((value * (1 + 8 * eps), weights), x, "lse")[0] > gpu.UNITS
    assert gpu.units_off((value, weights * (1 + 8 * eps)), x, "lse")[1] > gpu.UNITS
    assert gpu.units_off((value, weights * float("nan")), x, "lse")[1] == float("inf")


def test_the_bandwidth_is_measured():
    findings = list(gpu.bandwidth("cpu", 10, 20, 2, "aot_eager", (gpu.COMPILED,)))
    assert len(findings) == 2 * 2 * (2 + 2)
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
    findings = [gpu.Finding("one"), gpu.Finding("two", holds=False)]
    monkeypatch.setattr(gpu, "correctness", lambda *given, **named: findings)
    monkeypatch.setattr(gpu, "bandwidth", lambda *given, **named: [])
    assert gpu.main(["--device", "cpu"]) == DIFFERS
    assert capsys.readouterr().out.splitlines() == [
        "skipped: our kernels: they are for a card", "holds  one", "FAILS  two"
    ]
    assert gpu.main(["--rows", "x"]) == USAGE
    assert "--rows" in capsys.readouterr().err
