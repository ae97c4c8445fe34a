"""Delivery: carrying the messages of the outbox to people and to other systems."""
