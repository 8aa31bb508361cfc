"""The door to netmiko: commands run in bounded child processes, host keys pinned."""
