namespace PoolTopology.Orchestrator.Events;

/// <summary>Hashes in sentences and tables.</summary>
internal static class HashText
{
    private const int Shown = 8;

    /// <summary>The first digits of a hexadecimal hash; enough to compare two by eye.</summary>
    public static string Short(string hash) => hash.Length <= Shown ? hash : hash[..Shown];
}
