"""The exchange itself: pure and deterministic, driven by one seed and by the instants it is given."""
