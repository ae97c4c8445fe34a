"""Agreement: how far scorers who did not see each other's scores agree, and what goes to arbitration."""
