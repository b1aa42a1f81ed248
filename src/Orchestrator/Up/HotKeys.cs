namespace PoolTopology.Orchestrator.Up;

/// <summary>The files that let a producer forge.</summary>
/// <param name="Kes">The KES signing key.</param>
/// <param name="Vrf">The VRF signing key.</param>
/// <param name="Certificate">The operational certificate.</param>
/// <param name="ForgeJournal">What the producer signed; the node writes it beside its KES key.</param>
internal sealed record HotKeys(string Kes, string Vrf, string Certificate, string ForgeJournal)
{
    /// <summary>The files in a folder.</summary>
    public static HotKeys Of(string folder) => new(
        Path.Combine(folder, "kes.skey"),
        Path.Combine(folder, "vrf.skey"),
        Path.Combine(folder, "opcert.cert"),
        Path.Combine(folder, "forge.journal"));
}
