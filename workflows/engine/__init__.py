"""The pure core: values in, values out. Standard library and pydantic only, and the clock is a parameter."""
