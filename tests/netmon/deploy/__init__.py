"""What netmon hands out, tried on real systemd, proxies and shells."""
