"""How people prove who they are: passwords, second factors, tokens of programs."""
