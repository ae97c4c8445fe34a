"""Schedule: plans of other programs in and out."""
