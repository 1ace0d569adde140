"""One module for each contender: how its users place an order, read klines and read the exchange's rules."""
