"""Pictures drawn by us, without any image library: the same ones for the same names."""
