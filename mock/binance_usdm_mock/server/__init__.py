"""The network side: what a request must satisfy before the exchange sees it, faults, and the HTTP server."""
