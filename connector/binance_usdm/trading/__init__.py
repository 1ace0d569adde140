"""Placing orders with care: the right endpoint, the symbol's rules, explicit rounding."""
