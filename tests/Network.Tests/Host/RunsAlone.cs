using Xunit;

namespace PoolTopology.Network.Tests.Host;

/// <summary>
/// Tests on real sockets and real time that run alone: where dials cross, a node waits half a second for its peer's, and
/// among other tests a process may be kept from running for longer than that.
/// </summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class RunsAlone
{
    internal const string Name = "alone";
}
