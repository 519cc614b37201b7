"""Whether everything that Annonsvakt needs is in order, found out before it is needed."""
