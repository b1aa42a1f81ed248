using Xunit;

// Real machines on two cores: one after the other, or the figures and the time limits mean nothing.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
