using System.Buffers;
using System.Buffers.Binary;

namespace PoolTopology.Network.Mux;

/// <summary>What stands before each segment.</summary>
/// <param name="TimestampMicroseconds">The lower 32 bits of the sender's clock.</param>
/// <param name="Protocol">15 bits.</param>
/// <param name="IsFromResponder">The mode bit: 1 when the responder of the protocol sent it.</param>
/// <param name="PayloadBytes">16 bits.</param>
/// <remarks>
/// Shape: 8 bytes, big-endian: u32 timestamp, u16 mode and protocol, u16 length.
/// Spec: network-spec, "Multiplexing mini-protocols", wire format, July 2026.
/// </remarks>
internal readonly record struct SegmentHeader(
    uint TimestampMicroseconds, ushort Protocol, bool IsFromResponder, ushort PayloadBytes)
{
    public const int SizeBytes = 8;
    private const ushort ResponderBit = 0x8000;

    public static SegmentHeader Read(ReadOnlySpan<byte> bytes)
    {
        ushort modeAndProtocol = BinaryPrimitives.ReadUInt16BigEndian(bytes[4..]);
        return new SegmentHeader(
            BinaryPrimitives.ReadUInt32BigEndian(bytes),
            (ushort)(modeAndProtocol & ~ResponderBit),
            (modeAndProtocol & ResponderBit) != 0,
            BinaryPrimitives.ReadUInt16BigEndian(bytes[6..]));
    }

    public void Write(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt32BigEndian(destination, TimestampMicroseconds);
        BinaryPrimitives.WriteUInt16BigEndian(
            destination[4..], (ushort)(Protocol | (IsFromResponder ? ResponderBit : 0)));
        BinaryPrimitives.WriteUInt16BigEndian(destination[6..], PayloadBytes);
    }

    /// <summary>Takes one whole segment off the front of what was received.</summary>
    /// <remarks>Post: when the segment is not whole yet, <paramref name="received"/> is unchanged.</remarks>
    public static bool TryTake(
        ref ReadOnlySequence<byte> received, out SegmentHeader header, out ReadOnlySequence<byte> payload)
    {
        header = default;
        payload = default;
        if (received.Length < SizeBytes)
            return false;
        Span<byte> bytes = stackalloc byte[SizeBytes];
        received.Slice(0, SizeBytes).CopyTo(bytes);
        header = Read(bytes);
        if (received.Length < SizeBytes + header.PayloadBytes)
            return false;
        payload = received.Slice(SizeBytes, header.PayloadBytes);
        received = received.Slice(SizeBytes + header.PayloadBytes);
        return true;
    }
}
