"""The demo: the whole product's story, told against stand-ins of the platforms on this machine."""
