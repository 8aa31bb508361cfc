"""The drill: whether people would really be called, tried before they have to be."""
