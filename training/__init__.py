"""Commands that make the learned weights in `src/detente/models`, and the passages they learn from."""
