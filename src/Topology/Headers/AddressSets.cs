using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using PoolTopology.Topology.Firewall;

namespace PoolTopology.Topology.Headers;

/// <summary>IP addresses and networks as numbers of their own family.</summary>
public static class AddressSets
{
    /// <summary>The greatest address of a family.</summary>
    public static UInt128 Greatest(IpFamily family) => family == IpFamily.V4 ? uint.MaxValue : UInt128.MaxValue;

    /// <summary>The family of an address.</summary>
    public static IpFamily FamilyOf(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        return address.AddressFamily == AddressFamily.InterNetwork ? IpFamily.V4 : IpFamily.V6;
    }

    /// <summary>The number of an address: its bytes, the first one the most significant.</summary>
    public static UInt128 NumberOf(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out int length);
        return length == 4 ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt128BigEndian(bytes);
    }

    /// <summary>The address of a number.</summary>
    public static IPAddress AddressOf(IpFamily family, UInt128 number)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, number);
        return new IPAddress(family == IpFamily.V4 ? bytes[12..] : bytes);
    }

    /// <summary>Those of the addresses that are of a family.</summary>
    public static FieldSet Of(IpFamily family, IEnumerable<IPAddress> addresses) => FieldSet.Of(addresses
        .Where(address => FamilyOf(address) == family)
        .Select(NumberOf)
        .Select(number => new ValueRange(number, number)));

    /// <summary>The addresses of those of the networks that are of a family.</summary>
    public static FieldSet Of(IpFamily family, IEnumerable<IPNetwork> networks) => FieldSet.Of(networks
        .Where(network => FamilyOf(network.BaseAddress) == family)
        .Select(network => Prefix(family, NumberOf(network.BaseAddress), network.PrefixLength)));

    /// <summary>The addresses that share their first bits with one of them.</summary>
    public static ValueRange Prefix(IpFamily family, UInt128 address, int length)
    {
        int freeBits = (family == IpFamily.V4 ? 32 : 128) - length;
        UInt128 mask = freeBits >= 128 ? UInt128.MaxValue : (UInt128.One << freeBits) - 1;
        return new ValueRange(address & ~mask, address | mask);
    }
}
