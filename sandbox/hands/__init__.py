"""The hands of a person: each gesture changes the workspace, tells the app, and takes in its answer."""
