"""Where runs are done: here, in processes, on a cluster."""
