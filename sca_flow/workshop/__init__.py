"""The trainer's tools: begin a scenario, check it, describe its format to an editor."""
