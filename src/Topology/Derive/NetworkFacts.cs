using PoolTopology.Topology.Document;
using PoolTopology.Topology.PeerFiles;

namespace PoolTopology.Topology.Derive;

/// <summary>What a network itself says about where its peers are.</summary>
/// <param name="BootstrapPeers">Where a node finds the network when it starts from nothing; empty when it names
/// none.</param>
/// <param name="UseLedgerAfterSlot">From which slot on registered relays are used as peers; negative for never.</param>
public sealed record NetworkFacts(ValueList<AccessPoint> BootstrapPeers, long UseLedgerAfterSlot)
{
    /// <summary>A network that names no peers: a devnet.</summary>
    public static readonly NetworkFacts None = new([], PeerFile.NeverUseLedger);

    /// <summary>The published facts of a network; <see cref="None"/> for a devnet and for a folder.</summary>
    /// <remarks>Spec: the topology files that the networks publish with their configuration, July 2026.</remarks>
    public static NetworkFacts Of(NetworkChoice network)
    {
        ArgumentNullException.ThrowIfNull(network);
        return network.Kind switch
        {
            NetworkKind.Mainnet => Mainnet,
            NetworkKind.Preprod => Preprod,
            NetworkKind.Preview => Preview,
            _ => None,
        };
    }

    /// <summary>The facts of a network described by a folder, taken from the topology.json in it.</summary>
    public static NetworkFacts From(PeerFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return new NetworkFacts(file.BootstrapPeers ?? [], file.UseLedgerAfterSlot);
    }

    private static readonly NetworkFacts Mainnet = new(
        [
            new AccessPoint("backbone.cardano.iog.io", 3001),
            new AccessPoint("backbone.mainnet.cardanofoundation.org", 3001),
            new AccessPoint("backbone.mainnet.emurgornd.com", 3001),
        ],
        185_500_763);

    private static readonly NetworkFacts Preprod = new(
        [new AccessPoint("preprod-node.play.dev.cardano.org", 3001)], 121_478_354);

    private static readonly NetworkFacts Preview = new(
        [new AccessPoint("preview-node.play.dev.cardano.org", 3001)], 110_678_393);
}
