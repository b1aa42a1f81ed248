namespace PoolTopology.Topology.Document;

/// <summary>The network that a pool is part of.</summary>
/// <param name="Kind">A known network, or a folder that describes one.</param>
/// <param name="FolderPath">For <see cref="NetworkKind.Folder"/>, the folder as written in the file; otherwise
/// null.</param>
public sealed record NetworkChoice(NetworkKind Kind, string? FolderPath = null)
{
    /// <summary>True for a private network that exists only for this file.</summary>
    public bool IsDevnet => Kind == NetworkKind.Devnet;

    /// <summary>As written in topology.yaml.</summary>
    public override string ToString() => Kind switch
    {
        NetworkKind.Devnet => "devnet",
        NetworkKind.Preview => "preview",
        NetworkKind.Preprod => "preprod",
        NetworkKind.Mainnet => "mainnet",
        _ => FolderPath ?? "",
    };
}
