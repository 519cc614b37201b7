"""Health: what machines that watch over the service can ask it, and the sign of life it sends."""
