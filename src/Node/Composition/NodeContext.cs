using Microsoft.Extensions.Logging;
using PoolTopology.Network.Bearer;
using PoolTopology.Network.Ports;
using PoolTopology.Node.Supervision;
using PoolTopology.Node.Work;
using PoolTopology.Storage.Files;

namespace PoolTopology.Node.Composition;

/// <summary>What a node takes from its surroundings: the machine's, or a simulation's.</summary>
public sealed record NodeContext
{
    /// <summary>The clock.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>Jitter of timeouts and back-off.</summary>
    public required Random Random { get; init; }

    /// <summary>Where log lines go.</summary>
    public required ILoggerFactory Logs { get; init; }

    /// <summary>How peers are reached.</summary>
    public required ITransport Transport { get; init; }

    /// <summary>How names are looked up.</summary>
    public required INameResolver Resolver { get; init; }

    /// <summary>Where computation that lasts is done.</summary>
    public required IWorkers Workers { get; init; }

    /// <summary>The database folder.</summary>
    public required IFileSystem Database { get; init; }

    /// <summary>Who started the node as a service.</summary>
    public IServiceManager Manager { get; init; } = NoServiceManager.Instance;
}
