"""What every asset system shares: from its rows to assets, models and sightings, whatever its columns are called."""
