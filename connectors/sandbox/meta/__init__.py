"""Meta's Graph API, as far as the product meets it."""
