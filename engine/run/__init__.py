"""Where C and machine meet: a model of one scenario under one protocol, its steps, runs and pictures."""
