"""Measurements: ``python -m benchmarks`` prints one line of JSON per figure."""
