"""Bench: measurements that run ours and its rival side by side, interleaved, and report medians with their targets."""
