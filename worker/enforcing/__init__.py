"""Sets what an ad account excludes for all that is in it: by a person's order, journalled first."""
