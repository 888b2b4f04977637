// Whole clusters and punctuality are tested here, on two cores: one at a time.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
