using Xunit;

// Real nodes on two cores: one run at a time, or the figures and the time limits mean nothing.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
