"""Returns: what a project is worth over its years: present value, rates of return, sensitivity."""
