"""The WebSocket API as a second carrier of the same operations.

The flow decides what is sent and what an answer proves; this package frames requests, matches answers by id, logs the
session on, and keeps the socket: reconnecting without limit, and moving to a fresh connection before the exchange ends
old one.
"""
