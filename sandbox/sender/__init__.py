"""What Slack sends to an app: signed HTTP requests for every gesture, and events with retries."""
