using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using PoolTopology.Network.Protocols.Machine;
using PoolTopology.Primitives;
using PoolTopology.Primitives.Cbor;

namespace PoolTopology.Network.Protocols.PeerSharing;

/// <summary>Peer-sharing's messages in CBOR.</summary>
/// <remarks>
/// Shape: an IPv4 address is one word whose bytes in memory are the address on a little-endian machine, so 1.2.3.4 is
/// 0x04030201; an IPv6 address is four words in network order.
/// </remarks>
internal sealed class PeerSharingCodec : MessageCodec<PeerSharingMessage>
{
    private const int Ipv6Words = 4;

    public static PeerSharingCodec Instance { get; } = new();

    public override void Encode(PeerSharingMessage message, IBufferWriter<byte> output)
    {
        switch (message)
        {
            case PeerSharingMessage.ShareRequest request:
                Begin(output, 2, 0).WriteUInt64(request.Amount);
                break;
            case PeerSharingMessage.SharePeers share:
                CborWriter writer = Begin(output, 2, 1);
                writer.WriteArrayStart(share.Addresses.Length);
                foreach (IPEndPoint address in share.Addresses)
                    WriteAddress(writer, address);
                break;
            case PeerSharingMessage.Done:
                Begin(output, 1, 2);
                break;
            default:
                throw new InvariantException("peer-sharing has no message " + message.GetType().Name);
        }
    }

    protected override PeerSharingMessage? DecodeBody(
        ref CborReader reader, ReadOnlyMemory<byte> bytes, ulong tag, int count) =>
        (tag, count) switch
        {
            (0, 2) => new PeerSharingMessage.ShareRequest(ReadAmount(ref reader)),
            (1, 2) => new PeerSharingMessage.SharePeers(ReadAddresses(ref reader)),
            (2, 1) => new PeerSharingMessage.Done(),
            _ => null,
        };

    private static byte ReadAmount(ref CborReader reader)
    {
        int at = reader.Position;
        ushort amount = reader.ReadUInt16();
        return amount <= byte.MaxValue ? (byte)amount : throw new CborException(at, "an amount below 256", $"{amount}");
    }

    private static ImmutableArray<IPEndPoint> ReadAddresses(ref CborReader reader)
    {
        int? count = reader.ReadArrayStart();
        ImmutableArray<IPEndPoint>.Builder addresses = ImmutableArray.CreateBuilder<IPEndPoint>();
        while (reader.HasNext(count, addresses.Count))
            addresses.Add(ReadAddress(ref reader));
        return addresses.ToImmutable();
    }

    private static IPEndPoint ReadAddress(ref CborReader reader)
    {
        int at = reader.Position;
        int? count = reader.ReadArrayStart();
        ulong family = reader.ReadUInt64();
        Span<byte> bytes = stackalloc byte[Ipv6Words * sizeof(uint)];
        switch (family, count)
        {
            case (0, 3):
                BinaryPrimitives.WriteUInt32LittleEndian(bytes, reader.ReadUInt32());
                bytes = bytes[..sizeof(uint)];
                break;
            case (1, 6):
                for (int i = 0; i < Ipv6Words; i++)
                    BinaryPrimitives.WriteUInt32BigEndian(bytes[(i * sizeof(uint))..], reader.ReadUInt32());
                break;
            default:
                throw new CborException(at, "an IPv4 or IPv6 address with a port", $"family {family}");
        }
        return new IPEndPoint(new IPAddress(bytes), reader.ReadUInt16());
    }

    private static void WriteAddress(CborWriter writer, IPEndPoint address)
    {
        byte[] bytes = address.Address.GetAddressBytes();
        bool isIpv4 = address.AddressFamily == AddressFamily.InterNetwork;
        writer.WriteArrayStart(isIpv4 ? 3 : 6);
        writer.WriteUInt64(isIpv4 ? 0UL : 1UL);
        if (isIpv4)
            writer.WriteUInt64(BinaryPrimitives.ReadUInt32LittleEndian(bytes));
        for (int i = 0; !isIpv4 && i < Ipv6Words; i++)
            writer.WriteUInt64(BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(i * sizeof(uint))));
        writer.WriteUInt64((ulong)address.Port);
    }
}
