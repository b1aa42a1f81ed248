namespace PoolTopology.Ledger.Types;

/// <summary>A protocol version; the major number decides the rules.</summary>
public readonly record struct ProtocolVersion(ulong Major, ulong Minor)
{
    /// <inheritdoc/>
    public override string ToString() =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Major}.{Minor}");
}
