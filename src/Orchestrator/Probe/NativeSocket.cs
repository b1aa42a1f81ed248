using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace PoolTopology.Orchestrator.Probe;

/// <summary>Raw sockets of the system, without an exception for each packet that a firewall refuses.</summary>
/// <remarks>Spec: Linux, packet(7), raw(7), netdevice(7).</remarks>
internal sealed class NativeSocket : IDisposable
{
    private const int DomainV4 = 2;
    private const int DomainV6 = 10;
    private const int DomainPacket = 17;
    private const int TypeRaw = 3;
    private const int EtherAll = 3;
    private const int EtherV4 = 0x0800;
    private const int EtherV6 = 0x86DD;
    private const int LevelSocket = 1;
    private const int ReceiveBuffer = 8;
    private const int SendBuffer = 7;
    private const int DoNotWait = 0x40;
    private const int NotPermitted = 1;
    private const int NoBufferSpace = 105;
    private const int BufferBytes = 8 << 20;

    private readonly SafeFileHandle _handle;
    private readonly byte[] _address;

    private NativeSocket(SafeFileHandle handle, byte[] address) => (_handle, _address) = (handle, address);

    /// <summary>A socket that puts whole frames on a cable and sees what comes from it.</summary>
    /// <exception cref="SocketException">The system refused.</exception>
    public static NativeSocket OnCable(string interfaceName, bool isV6)
    {
        int index = InterfaceIndex(interfaceName);
        byte[] address = new byte[20];
        BinaryPrimitives.WriteUInt16LittleEndian(address, DomainPacket);
        BinaryPrimitives.WriteUInt16BigEndian(address.AsSpan(2), EtherAll);
        BinaryPrimitives.WriteInt32LittleEndian(address.AsSpan(4), index);
        NativeSocket socket = Open(DomainPacket, BinaryPrimitives.ReverseEndianness((ushort)EtherAll), address);
        if (Bind(socket._handle, address, address.Length) != 0)
            throw Failure();

        // What is sent is of one family: a tunnel asks for it, where Ethernet says it in the frame.
        BinaryPrimitives.WriteUInt16BigEndian(address.AsSpan(2), (ushort)(isV6 ? EtherV6 : EtherV4));
        return socket;
    }

    /// <summary>A socket that hands the payload of IP packets to the system, which sends them like its own.</summary>
    /// <exception cref="SocketException">The system refused.</exception>
    public static NativeSocket OverIp(IPAddress target, string interfaceName, int protocol)
    {
        bool isV4 = target.AddressFamily == AddressFamily.InterNetwork;
        byte[] address = new byte[isV4 ? 16 : 28];
        BinaryPrimitives.WriteUInt16LittleEndian(address, (ushort)(isV4 ? DomainV4 : DomainV6));
        target.GetAddressBytes().CopyTo(address, isV4 ? 4 : 8);
        if (!isV4)
            BinaryPrimitives.WriteInt32LittleEndian(address.AsSpan(24), InterfaceIndex(interfaceName));
        return Open(isV4 ? DomainV4 : DomainV6, protocol, address);
    }

    /// <summary>Sends one packet.</summary>
    /// <returns>False where the sender's own firewall refused it.</returns>
    /// <exception cref="SocketException">The system refused for another reason.</exception>
    public bool Send(byte[] packet, int length)
    {
        while (SendTo(_handle, packet, length, 0, _address, _address.Length) < 0)
        {
            switch (Marshal.GetLastPInvokeError())
            {
                case NotPermitted:
                    return false;
                case NoBufferSpace:
                    Thread.Yield();
                    break;
                default:
                    throw Failure();
            }
        }
        return true;
    }

    /// <summary>Takes a packet that has arrived.</summary>
    /// <returns>Its length, or 0 where there is none.</returns>
    public int TryReceive(byte[] buffer) => (int)Math.Max(0, Receive(_handle, buffer, buffer.Length, DoNotWait));

    /// <inheritdoc/>
    public void Dispose() => _handle.Dispose();

    private static NativeSocket Open(int domain, int protocol, byte[] address)
    {
        int descriptor = OpenSocket(domain, TypeRaw, protocol);
        if (descriptor < 0)
            throw Failure();
        SafeFileHandle handle = new(descriptor, ownsHandle: true);
        int bytes = BufferBytes;

        // A smaller buffer than asked for only costs time or answers: what counts is counted elsewhere.
        _ = SetOption(handle, LevelSocket, ReceiveBuffer, ref bytes, sizeof(int));
        _ = SetOption(handle, LevelSocket, SendBuffer, ref bytes, sizeof(int));
        return new NativeSocket(handle, address);
    }

    private static int InterfaceIndex(string name)
    {
        uint index = NameToIndex(name);
        return index != 0 ? (int)index : throw Failure();
    }

    private static SocketException Failure() => new(Marshal.GetLastPInvokeError());

    [DllImport("libc", EntryPoint = "socket", SetLastError = true)]
    private static extern int OpenSocket(int domain, int type, int protocol);

    [DllImport("libc", EntryPoint = "bind", SetLastError = true)]
    private static extern int Bind(SafeFileHandle socket, byte[] address, int length);

    [DllImport("libc", EntryPoint = "sendto", SetLastError = true)]
    private static extern nint SendTo(SafeFileHandle socket, byte[] packet, nint length, int flags, byte[] address, int addressLength);

    [DllImport("libc", EntryPoint = "recv", SetLastError = true)]
    private static extern nint Receive(SafeFileHandle socket, byte[] buffer, nint length, int flags);

    [DllImport("libc", EntryPoint = "setsockopt", SetLastError = true)]
    private static extern int SetOption(SafeFileHandle socket, int level, int name, ref int value, int length);

    [DllImport("libc", EntryPoint = "if_nametoindex", SetLastError = true, CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    private static extern uint NameToIndex(string name);
}
