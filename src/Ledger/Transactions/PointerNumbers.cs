using PoolTopology.Primitives.Cbor;

namespace PoolTopology.Ledger.Transactions;

/// <summary>The three numbers of a pointer address: seven bits a byte, the most significant first.</summary>
/// <remarks>
/// Spec: cardano-ledger <c>Cardano.Ledger.Address</c>, <c>decodePtr</c> (32, 16 and 16 bits) and <c>decodePtrLenient</c>
/// (64 bits, the excess lost; out of range all three count as 0).
/// </remarks>
internal static class PointerNumbers
{
    private const int SlotBits = 32;
    private const int IndexBits = 16;

    /// <summary>Reads the numbers from a place in an address, which moves behind them.</summary>
    public static ChainPointer Read(ReadOnlySpan<byte> address, scoped ref int at, bool isLenient)
    {
        ulong slot = ReadNumber(address, ref at, isLenient ? null : SlotBits);
        ulong transaction = ReadNumber(address, ref at, isLenient ? null : IndexBits);
        ulong certificate = ReadNumber(address, ref at, isLenient ? null : IndexBits);
        return slot >> SlotBits == 0 && transaction >> IndexBits == 0 && certificate >> IndexBits == 0
            ? new ChainPointer(slot, transaction, certificate)
            : default;
    }

    private static ulong ReadNumber(ReadOnlySpan<byte> address, ref int at, int? bits)
    {
        ulong value = 0;
        while (true)
        {
            if (at >= address.Length)
                throw new CborException(at, "a byte of a pointer", "the end of the address");
            byte next = address[at++];
            if (bits is int most && value >> (most - 7) != 0)
                throw new CborException(at, $"a number of {most} bits", "a greater one");
            value = (value << 7) | (uint)(next & 0x7f);
            if ((next & 0x80) == 0)
                return value;
        }
    }
}
