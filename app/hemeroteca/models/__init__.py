"""The weights: where they come from, how they load, their fingerprints."""
