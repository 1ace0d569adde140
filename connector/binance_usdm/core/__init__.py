"""The pure core: what happens to a call, decided without touching a socket, a clock or chance.

``_flow`` reads top to bottom and is the place to begin. The shells in the package above move bytes and time.
"""
