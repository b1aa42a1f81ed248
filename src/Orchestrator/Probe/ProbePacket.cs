using System.Buffers.Binary;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using PoolTopology.Topology.Headers;

namespace PoolTopology.Orchestrator.Probe;

/// <summary>A packet whose port is filled in again and again: headers and checksums as the wire wants them.</summary>
/// <remarks>
/// Shape: where it goes on a cable, the Ethernet header of 14 bytes if there is one and the IP header (20 bytes IPv4, 40
/// bytes IPv6); then the
/// TCP header of 20 bytes, or the UDP header and eight bytes of payload. Wrong checksums would count as invalid packets.
/// </remarks>
internal sealed class ProbePacket
{
    private const int EthernetLength = 14;
    private const int TcpLength = 20;
    private const int UdpLength = 16;
    private const byte Synchronize = 0x02;
    private const byte Reset = 0x04;
    private const byte Hops = 64;

    private readonly byte[] _bytes;
    private readonly int _transport;
    private readonly bool _isTcp;
    private readonly uint _pseudoSum;

    private ProbePacket(byte[] bytes, int transport, bool isTcp, uint pseudoSum) =>
        (_bytes, _transport, _isTcp, _pseudoSum) = (bytes, transport, isTcp, pseudoSum);

    /// <summary>The whole packet.</summary>
    public byte[] Bytes => _bytes;

    /// <summary>A packet of an order; its port is still 0.</summary>
    /// <param name="order">What to send.</param>
    /// <param name="senderHardware">The sender's Ethernet address; used only on a cable.</param>
    public static ProbePacket Create(SweepOrder order, PhysicalAddress senderHardware)
    {
        IPAddress source = IPAddress.Parse(order.Source);
        IPAddress target = IPAddress.Parse(order.Target);
        bool isTcp = order.Protocol == "tcp";
        int transportLength = isTcp ? TcpLength : UdpLength;
        bool isV4 = source.AddressFamily == AddressFamily.InterNetwork;
        int ethernet = order.Hardware is { Length: > 0 } ? EthernetLength : 0;
        int transport = order.Hardware is null ? 0 : ethernet + (isV4 ? 20 : 40);
        byte[] bytes = new byte[transport + transportLength];
        byte protocol = (byte)(isTcp ? HeaderFields.Tcp : HeaderFields.Udp);
        if (order.Hardware is { Length: > 0 } hardware)
        {
            PhysicalAddress.Parse(hardware).GetAddressBytes().CopyTo(bytes, 0);
            senderHardware.GetAddressBytes().CopyTo(bytes, 6);
            BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(12), (ushort)(isV4 ? 0x0800 : 0x86DD));
        }
        if (order.Hardware is not null)
            WriteIp(bytes.AsSpan(ethernet), source, target, protocol, transportLength);
        Span<byte> header = bytes.AsSpan(transport);
        BinaryPrimitives.WriteUInt16BigEndian(header, (ushort)order.SourcePort);
        if (isTcp)
            WriteTcp(header, Synchronize, sequence: 1);
        else
            BinaryPrimitives.WriteUInt16BigEndian(header[4..], (ushort)transportLength);
        uint pseudoSum = Sum(source.GetAddressBytes()) + Sum(target.GetAddressBytes()) + protocol + (uint)transportLength;
        return new ProbePacket(bytes, transport, isTcp, pseudoSum);
    }

    /// <summary>Sets the port that it goes to.</summary>
    public void SetPort(int port)
    {
        Span<byte> header = _bytes.AsSpan(_transport);
        BinaryPrimitives.WriteUInt16BigEndian(header[2..], (ushort)port);
        Seal(header);
    }

    /// <summary>The packet that ends what this one began, for a receiver that answered.</summary>
    /// <param name="port">The port that answered.</param>
    /// <param name="sequence">The number that the answer expects next.</param>
    public byte[] ResetOf(int port, uint sequence)
    {
        ProbePacket reset = new([.. _bytes], _transport, _isTcp, _pseudoSum);
        WriteTcp(reset._bytes.AsSpan(_transport), Reset, sequence);
        reset.SetPort(port);
        return reset._bytes;
    }

    private void Seal(Span<byte> header)
    {
        Span<byte> checksum = header.Slice(_isTcp ? 16 : 6, 2);
        checksum.Clear();
        ushort sum = Fold(_pseudoSum + Sum(header));

        // A UDP checksum of 0 means that there is none.
        BinaryPrimitives.WriteUInt16BigEndian(checksum, sum == 0 && !_isTcp ? ushort.MaxValue : sum);
    }

    private static void WriteTcp(Span<byte> header, byte flags, uint sequence)
    {
        BinaryPrimitives.WriteUInt32BigEndian(header[4..], sequence);
        header[12] = TcpLength / 4 << 4;
        header[13] = flags;
        BinaryPrimitives.WriteUInt16BigEndian(header[14..], 1024);
    }

    private static void WriteIp(Span<byte> header, IPAddress source, IPAddress target, byte protocol, int length)
    {
        if (source.AddressFamily == AddressFamily.InterNetworkV6)
        {
            header[0] = 0x60;
            BinaryPrimitives.WriteUInt16BigEndian(header[4..], (ushort)length);
            header[6] = protocol;
            header[7] = Hops;
            source.GetAddressBytes().CopyTo(header[8..]);
            target.GetAddressBytes().CopyTo(header[24..]);
            return;
        }
        header[0] = 0x45;
        BinaryPrimitives.WriteUInt16BigEndian(header[2..], (ushort)(20 + length));
        header[8] = Hops;
        header[9] = protocol;
        source.GetAddressBytes().CopyTo(header[12..]);
        target.GetAddressBytes().CopyTo(header[16..]);
        BinaryPrimitives.WriteUInt16BigEndian(header[10..], Fold(Sum(header[..20])));
    }

    /// <summary>The sum of 16-bit words, the last byte padded (RFC 1071).</summary>
    private static uint Sum(ReadOnlySpan<byte> bytes)
    {
        uint sum = 0;
        for (int i = 0; i + 1 < bytes.Length; i += 2)
            sum += BinaryPrimitives.ReadUInt16BigEndian(bytes[i..]);
        return sum + (bytes.Length % 2 == 1 ? (uint)bytes[^1] << 8 : 0);
    }

    private static ushort Fold(uint sum)
    {
        while (sum >> 16 != 0)
            sum = (sum & 0xFFFF) + (sum >> 16);
        return (ushort)~sum;
    }
}
