"""Steps of build_models.py, one model a file."""
