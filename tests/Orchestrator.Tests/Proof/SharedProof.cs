using Xunit;

namespace PoolTopology.Orchestrator.Tests.Proof;

/// <summary>Tests that share one proof; its namespaces are gone before the first of them runs.</summary>
[CollectionDefinition(Name)]
public sealed class SharedProof : ICollectionFixture<ProofOfSample>
{
    public const string Name = "a proof of the sample";
}
