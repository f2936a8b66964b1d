"""How fast the app is, as ratios: each bench measures our side and a yardstick in one run, so that noise hits both."""
