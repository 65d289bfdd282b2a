"""What sharing saves: closed forms from counted runs, claimed figures, the tables of a real process."""
