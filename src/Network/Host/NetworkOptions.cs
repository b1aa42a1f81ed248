using System.Net;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Network.Host;

/// <summary>How a node takes part in the network.</summary>
/// <param name="Magic">The network; peers of another are refused.</param>
/// <param name="Listen">Where to listen, or null to only dial.</param>
public sealed record NetworkOptions(NetworkMagic Magic, IPEndPoint? Listen)
{
    /// <summary>Dials from the listening port where that can be, so that one pair of nodes has one
    /// connection.</summary>
    public bool IsDialingFromListenPort { get; init; } = true;

    /// <summary>Inbound connections at which accepting stops.</summary>
    /// <remarks>Spec: AcceptedConnectionsLimit, ouroboros-network Diffusion/Configuration.hs, July 2026.</remarks>
    public int InboundHardMax { get; init; } = 512;

    /// <summary>Inbound connections from which each further accept waits for <see cref="InboundSoftDelay"/>.</summary>
    public int InboundSoftMax { get; init; } = 384;

    /// <summary>The wait at the soft limit.</summary>
    public TimeSpan InboundSoftDelay { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Inbound connections from one address; a further one is closed at once.</summary>
    /// <remarks>The reference has no such limit. Several nodes may share one address, so it is not one.</remarks>
    public int InboundPerAddressMax { get; init; } = 32;
}
