"""Risk: indicators that look at every project, the alerts they raise, risks and rectification."""
