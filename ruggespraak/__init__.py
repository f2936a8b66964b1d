"""The front door: settings, clock, scheduler and command line. It wires everything and decides nothing."""
