namespace PoolTopology.Ledger.Parameters;

/// <summary>A genesis file that is not what its place calls for.</summary>
public sealed class GenesisException(string path, string expected, string found)
    : Exception($"{path}: expected {expected}, found {found}")
{
    /// <summary>Where: the keys from the file's root, e.g. <c>protocolParams.protocolVersion.major</c>.</summary>
    public string Path { get; } = path;

    /// <summary>What belongs there.</summary>
    public string Expected { get; } = expected;

    /// <summary>What stands there.</summary>
    public string Found { get; } = found;
}
