"""The live side of the exchange: connections, market streams and account events. Pure: frames in, frames out."""
