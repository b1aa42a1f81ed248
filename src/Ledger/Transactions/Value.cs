using PoolTopology.Primitives.Chain;

namespace PoolTopology.Ledger.Transactions;

/// <summary>Money: lovelace and native assets.</summary>
public sealed record Value(Coin Coin, AssetBundle Assets)
{
    /// <summary>Nothing.</summary>
    public static Value Zero { get; } = OfCoin(default);

    /// <summary>Lovelace alone.</summary>
    public static Value OfCoin(Coin coin) => new(coin, AssetBundle.Empty);

    /// <summary>The sum.</summary>
    /// <exception cref="OverflowException">The lovelace leave 64 bits, or a quantity 128.</exception>
    public Value Add(Value other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new Value(new Coin(checked(Coin.Value + other.Coin.Value)), Assets.Add(other.Assets));
    }
}
