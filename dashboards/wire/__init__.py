"""What happens to an answer on its last steps: it is squeezed, and what is secret in it is masked before."""
