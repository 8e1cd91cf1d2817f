"""Right answers by other routes than the reference's: checks must praise them too."""
