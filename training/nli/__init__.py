"""Training of the entailment model that factcheck ships: data, mining, model, training, export."""
