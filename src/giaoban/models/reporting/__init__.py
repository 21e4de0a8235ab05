"""Regimes, forms, periods, reports, totals and the reports made of them."""
