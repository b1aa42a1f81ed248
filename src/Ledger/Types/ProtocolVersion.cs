namespace PoolTopology.Ledger.Types;

/// <summary>A protocol version; the major number decides the rules.</summary>
public readonly record struct ProtocolVersion(ulong Major, ulong Minor)
{
    /// <summary>
    /// The greatest major version that a header may declare; the reference cannot read a greater one.
    /// </summary>
    /// <remarks>Spec: cardano-ledger <c>Cardano.Ledger.Binary.Version</c>, <c>MaxVersion</c> (August 2026).</remarks>
    public const ulong DeclaredMajorMax = 13;

    /// <inheritdoc/>
    public override string ToString() =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Major}.{Minor}");
}
