"""What a browser talks to: the page itself, and the driver API through which a person's hands are moved."""
