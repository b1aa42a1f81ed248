namespace PoolTopology.Topology.Document;

/// <summary>What the pool is called and which network it belongs to.</summary>
/// <param name="Name">The name that people read, 1 to 50 characters.</param>
/// <param name="Ticker">3 to 5 capital letters or digits.</param>
/// <param name="Network">The network.</param>
/// <param name="NetworkFiles">The folder with the config.json and genesis files of a public network as written in the
/// file, or null for <c>networks/NAME</c> beside it.</param>
/// <param name="Devnet">The genesis parameters, used when the network is a devnet.</param>
public sealed record PoolIdentity(
    string Name, string Ticker, NetworkChoice Network, string? NetworkFiles, DevnetParameters Devnet);
