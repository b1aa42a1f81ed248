namespace PoolTopology.Topology.Document;

/// <summary>The kinds of Cardano network that a pool can be part of.</summary>
public enum NetworkKind
{
    /// <summary>A private network made for this file, with a genesis of its own.</summary>
    Devnet,

    /// <summary>The public test network with short epochs.</summary>
    Preview,

    /// <summary>The public test network that runs like mainnet.</summary>
    Preprod,

    /// <summary>The network where ada is money.</summary>
    Mainnet,

    /// <summary>Another network: a folder with its config.json and genesis files.</summary>
    Folder,
}
