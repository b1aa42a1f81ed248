namespace PoolTopology.Primitives.Chain;

/// <summary>The number that keeps networks apart in the handshake (mainnet 764824073, preprod 1, preview 2).</summary>
public readonly record struct NetworkMagic(uint Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
