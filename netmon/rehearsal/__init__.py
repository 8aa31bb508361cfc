"""Rules are tried before they may call anybody: against written cases, against the past, and one alert by itself."""
