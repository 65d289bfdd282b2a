"""The server and the command line. No rule of the model stands here: the engine is asked."""
