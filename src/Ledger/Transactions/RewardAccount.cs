using PoolTopology.Ledger.Parameters;
using PoolTopology.Primitives.Cbor;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Ledger.Transactions;

/// <summary>The account that rewards are paid to and withdrawn from.</summary>
/// <remarks>
/// Shape: 29 bytes; the first is <c>1110 nnnn</c> for a key and <c>1111 nnnn</c> for a script, <c>n</c> the network.
/// The order is the reference's: network, then credential. Spec: CIP-19, reward addresses.
/// </remarks>
public readonly record struct RewardAccount(NetworkId Network, Credential Credential) : IComparable<RewardAccount>
{
    /// <summary>The size in bytes.</summary>
    public const int SizeBytes = 1 + Hash28.SizeBytes;

    private const byte KeyHeader = 0xe0;
    private const byte ScriptHeader = 0xf0;

    /// <summary>Reads an account from its 29 bytes.</summary>
    /// <exception cref="CborException">The bytes are not a reward account.</exception>
    public static RewardAccount Parse(ReadOnlySpan<byte> bytes)
    {
        if (!IsAccount(bytes))
            throw new CborException(0, $"a reward account of {SizeBytes} bytes", $"{bytes.Length} bytes that are none");
        bool isScript = (bytes[0] & 0xf0) == ScriptHeader;
        return new RewardAccount((NetworkId)(bytes[0] & 0x0f), new Credential(new Hash28(bytes[1..]), isScript));
    }

    /// <summary>The bytes are a reward account: their size and header say so.</summary>
    public static bool IsAccount(ReadOnlySpan<byte> bytes) =>
        bytes.Length == SizeBytes && ((bytes[0] & 0xf0) is KeyHeader or ScriptHeader) && (bytes[0] & 0x0f) <= 1;

    /// <summary>Writes the 29 bytes.</summary>
    public void CopyTo(Span<byte> destination)
    {
        destination[0] = (byte)((Credential.IsScript ? ScriptHeader : KeyHeader) | (int)Network);
        Credential.Hash.CopyTo(destination[1..]);
    }

    /// <summary>The 29 bytes.</summary>
    public byte[] ToArray()
    {
        byte[] bytes = new byte[SizeBytes];
        CopyTo(bytes);
        return bytes;
    }

    /// <inheritdoc/>
    public int CompareTo(RewardAccount other)
    {
        int order = Network.CompareTo(other.Network);
        return order != 0 ? order : Credential.CompareTo(other.Credential);
    }

    /// <summary>Earlier in order.</summary>
    public static bool operator <(RewardAccount left, RewardAccount right) => left.CompareTo(right) < 0;

    /// <summary>Later in order.</summary>
    public static bool operator >(RewardAccount left, RewardAccount right) => left.CompareTo(right) > 0;

    /// <summary>Not later in order.</summary>
    public static bool operator <=(RewardAccount left, RewardAccount right) => left.CompareTo(right) <= 0;

    /// <summary>Not earlier in order.</summary>
    public static bool operator >=(RewardAccount left, RewardAccount right) => left.CompareTo(right) >= 0;
}
