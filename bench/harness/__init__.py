"""The machinery of the benchmark: canned server, environments, interleaved rounds, targets, report."""
