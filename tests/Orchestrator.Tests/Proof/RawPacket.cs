using System.Buffers.Binary;
using PoolTopology.Topology.Firewall;
using PoolTopology.Topology.Headers;
using PoolTopology.Topology.Proof;

namespace PoolTopology.Orchestrator.Tests.Proof;

/// <summary>A header as bytes on the wire, with a number by which its packet is known again.</summary>
/// <remarks>The number is the identification of IPv4 and the flow label of IPv6.</remarks>
internal static class RawPacket
{
    private const int EthernetLength = 14;
    private const int PayloadLength = 32;

    /// <summary>The packet behind an Ethernet header.</summary>
    public static byte[] Frame(PacketHeader header, int number, byte[] toHardware, byte[] fromHardware)
    {
        byte[] packet = Packet(header, number);
        byte[] frame = new byte[EthernetLength + packet.Length];
        toHardware.CopyTo(frame, 0);
        fromHardware.CopyTo(frame, 6);
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(12), (ushort)(header.Family == IpFamily.V4 ? 0x0800 : 0x86DD));
        packet.CopyTo(frame, EthernetLength);
        return frame;
    }

    /// <summary>The packet from its IP header on.</summary>
    public static byte[] Packet(PacketHeader header, int number)
    {
        bool isV4 = header.Family == IpFamily.V4;
        byte[] source = AddressSets.AddressOf(header.Family, header[HeaderField.Source]).GetAddressBytes();
        byte[] target = AddressSets.AddressOf(header.Family, header[HeaderField.Destination]).GetAddressBytes();
        byte protocol = (byte)header[HeaderField.Protocol];
        byte[] transport = Transport(header, protocol, source, target);
        byte[] ip = new byte[isV4 ? 20 : 40];
        if (isV4)
        {
            ip[0] = 0x45;
            BinaryPrimitives.WriteUInt16BigEndian(ip.AsSpan(2), (ushort)(20 + transport.Length));
            BinaryPrimitives.WriteUInt16BigEndian(ip.AsSpan(4), (ushort)number);
            ip[8] = (byte)header[HeaderField.HopLimit];
            ip[9] = protocol;
            source.CopyTo(ip, 12);
            target.CopyTo(ip, 16);
            BinaryPrimitives.WriteUInt16BigEndian(ip.AsSpan(10), Checksum(ip));
        }
        else
        {
            BinaryPrimitives.WriteUInt32BigEndian(ip, 0x6000_0000u | (uint)number);
            BinaryPrimitives.WriteUInt16BigEndian(ip.AsSpan(4), (ushort)transport.Length);
            ip[6] = protocol;
            ip[7] = (byte)header[HeaderField.HopLimit];
            source.CopyTo(ip, 8);
            target.CopyTo(ip, 24);
        }
        return [.. ip, .. transport];
    }

    private static byte[] Transport(PacketHeader header, byte protocol, byte[] source, byte[] target)
    {
        byte[] bytes = new byte[PayloadLength];
        int checksumAt = -1;
        switch (protocol)
        {
            case HeaderFields.Tcp:
                WritePorts(header, bytes);
                bytes[7] = 1;
                bytes[12] = 0x50;
                bytes[13] = (byte)header[HeaderField.TcpFlags];
                bytes[14] = 16;
                checksumAt = 16;
                break;
            case HeaderFields.Udp:
                WritePorts(header, bytes);
                bytes[5] = PayloadLength;
                checksumAt = 6;
                break;
            case HeaderFields.Icmp or HeaderFields.IcmpV6:
                bytes[0] = (byte)header[HeaderField.IcmpType];
                bytes[1] = (byte)header[HeaderField.IcmpCode];
                bytes[5] = 5;
                checksumAt = 2;
                break;
            default:
                WritePorts(header, bytes);
                break;
        }
        if (checksumAt < 0)
            return bytes;
        byte[] pseudo = protocol == HeaderFields.Icmp ? [] : [.. source, .. target, 0, protocol, 0, PayloadLength];
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(checksumAt), Checksum([.. pseudo, .. bytes]));
        return bytes;
    }

    private static void WritePorts(PacketHeader header, byte[] bytes)
    {
        BinaryPrimitives.WriteUInt16BigEndian(bytes, (ushort)header[HeaderField.SourcePort]);
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(2), (ushort)header[HeaderField.DestinationPort]);
    }

    private static ushort Checksum(byte[] bytes)
    {
        uint sum = 0;
        for (int i = 0; i < bytes.Length; i += 2)
            sum += BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(i));
        while (sum >> 16 != 0)
            sum = (sum & 0xFFFF) + (sum >> 16);
        return (ushort)~sum;
    }
}
