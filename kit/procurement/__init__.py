"""Procurement: small purchases and what they add up to."""
