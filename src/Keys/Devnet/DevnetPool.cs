using PoolTopology.Primitives.Chain;

namespace PoolTopology.Keys.Devnet;

/// <summary>What the genesis says about one pool.</summary>
/// <param name="PoolId">The hash of its cold key.</param>
/// <param name="VrfKeyHash">BLAKE2b-256 of its VRF verification key.</param>
/// <param name="PaymentKeyHash">The key that may spend its funds.</param>
/// <param name="StakeKeyHash">The key that delegates its stake and receives its rewards.</param>
/// <param name="Funds">Its initial stake.</param>
internal sealed record DevnetPool(
    Hash28 PoolId, Hash32 VrfKeyHash, Hash28 PaymentKeyHash, Hash28 StakeKeyHash, Coin Funds)
{
    private const byte TestnetBaseAddressHeader = 0x00;

    /// <summary>The base address that holds the funds, in hexadecimal.</summary>
    /// <remarks>Shape: header 0x00 (key hash, key hash, testnet), payment key hash, stake key hash.</remarks>
    public string AddressHex => $"{TestnetBaseAddressHeader:x2}{PaymentKeyHash}{StakeKeyHash}";
}
