"""Kernels: warm Jupyter kernels, forked from a process that has imported everything already."""
