"""What every registered plug-in must keep, ours or an outsider's, without a test of its own."""
