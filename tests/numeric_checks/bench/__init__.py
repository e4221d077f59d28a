"""The benchmarks: what they report, skip and refuse."""
