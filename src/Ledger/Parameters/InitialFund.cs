using PoolTopology.Primitives.Chain;

namespace PoolTopology.Ledger.Parameters;

/// <summary>
/// Money at the start of the chain (<c>initialFunds</c>): an address in its raw bytes and the amount.
/// </summary>
public sealed record InitialFund(ReadOnlyMemory<byte> Address, Coin Amount)
{
    // Header nibble 0 and 1: a base address whose stake part is a key hash; 2 and 3: a script hash.
    private const int BaseAddressSizeBytes = 1 + (2 * Hash28.SizeBytes);

    /// <summary>The stake key that owns the money's stake, or null where no key does.</summary>
    /// <remarks>
    /// Base addresses only: a pointer cannot point to anything before the first block, and a genesis file delegates
    /// keys, never scripts. Spec: CIP-19.
    /// </remarks>
    public Hash28? StakeKeyHash => Address.Length == BaseAddressSizeBytes && (Address.Span[0] >> 4) is 0 or 1
        ? new Hash28(Address.Span[^Hash28.SizeBytes..])
        : null;
}
