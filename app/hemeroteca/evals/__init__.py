"""Question sets asked of an archive, and what came of it: figures, reports, gates, comparisons, calibration."""
