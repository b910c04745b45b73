"""An independent plain reading of the model, against which the engine is tested."""
