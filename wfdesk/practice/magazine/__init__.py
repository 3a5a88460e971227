"""The content of the practice site, made from a seed."""
