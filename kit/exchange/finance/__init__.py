"""Finance: files exchanged with the budget management system of the finance department."""
