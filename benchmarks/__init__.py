"""Measurements: slow, noisy or large, hence not tests. `make bench` runs them; each module is also a command of its own."""
