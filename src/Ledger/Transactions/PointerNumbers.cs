using PoolTopology.Primitives.Cbor;

namespace PoolTopology.Ledger.Transactions;

/// <summary>The three numbers of a pointer address: seven bits a byte, the most significant first.</summary>
internal static class PointerNumbers
{
    private const int SlotBits = 64;
    private const int IndexBits = 16;

    public static ChainPointer Parse(ReadOnlySpan<byte> address, int at, AddressLeniency leniency)
    {
        bool isLenient = (leniency & AddressLeniency.Pointers) != 0;
        bool isInRange = TryRead(address, ref at, isLenient ? SlotBits : 32, out ulong slot);
        isInRange &= TryRead(address, ref at, isLenient ? SlotBits : IndexBits, out ulong transaction);
        isInRange &= TryRead(address, ref at, isLenient ? SlotBits : IndexBits, out ulong certificate);
        if (!isInRange)
            throw new CborException(at, "pointer numbers in their range", "a greater one");
        if (at != address.Length && (leniency & AddressLeniency.TrailingBytes) == 0)
            throw new CborException(at, "the end of a pointer address", $"{address.Length - at} more bytes");
        return new ChainPointer(slot, transaction, certificate);
    }

    private static bool TryRead(ReadOnlySpan<byte> address, ref int at, int bits, out ulong value)
    {
        value = 0;
        while (true)
        {
            if (at >= address.Length)
                throw new CborException(at, "a byte of a pointer", "the end of the address");
            byte next = address[at++];
            if (value >> (bits - 7) != 0)
                return false;
            value = (value << 7) | (uint)(next & 0x7f);
            if ((next & 0x80) == 0)
                return true;
        }
    }
}
