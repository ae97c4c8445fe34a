"""Actions: doing; one function for each thing a person does, and the desk that records it."""
