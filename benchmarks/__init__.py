"""Measurements: slow, noisy or large, hence no tests. `make bench` runs all; each module is a command of its own."""
