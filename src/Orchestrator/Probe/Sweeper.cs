using System.Buffers.Binary;
using System.Diagnostics;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using PoolTopology.Topology.Headers;

namespace PoolTopology.Orchestrator.Probe;

/// <summary>Carries out sweeps from where this process stands.</summary>
internal static class Sweeper
{
    /// <summary>After the last packet, answers are awaited this long.</summary>
    private static readonly TimeSpan AnswerPatience = TimeSpan.FromMilliseconds(30);

    private const int LookEvery = 64;
    private const int EthernetLength = 14;
    private const int SynchronizeAndAcknowledge = 0x12;

    /// <summary>Sends an order's packets.</summary>
    /// <exception cref="SocketException">The system refused (not root, no such interface).</exception>
    public static SweepReport Run(SweepOrder order)
    {
        Stopwatch watch = Stopwatch.StartNew();
        bool isOnCable = order.Hardware is not null;
        IPAddress target = IPAddress.Parse(order.Target);
        int protocol = order.Protocol == "tcp" ? HeaderFields.Tcp : HeaderFields.Udp;
        using NativeSocket socket = isOnCable
            ? NativeSocket.OnCable(order.Interface, isV6: target.AddressFamily == AddressFamily.InterNetworkV6)
            : NativeSocket.OverIp(target, order.Interface, protocol);
        ProbePacket packet = ProbePacket.Create(order, order.Hardware is { Length: > 0 } ? HardwareOf(order.Interface) : PhysicalAddress.None);
        Answers answers = new(socket, packet, order, target);
        (int sent, int refused) = (0, 0);
        foreach (int port in PortsOf(order))
        {
            packet.SetPort(port);
            if (socket.Send(packet.Bytes, packet.Bytes.Length))
                sent++;
            else
                refused++;
            if (isOnCable && sent % LookEvery == 0)
                answers.Take();
            if (order.PauseEvery > 0 && (sent + refused) % order.PauseEvery == 0)
                Thread.Sleep(1);
        }
        for (Stopwatch wait = Stopwatch.StartNew(); isOnCable && wait.Elapsed < AnswerPatience; Thread.Sleep(1))
            answers.Take();
        return new SweepReport(
            order.SourcePort, sent, refused, PortText.Write(FieldSet.OfValues(answers.Ports)), watch.Elapsed.TotalMilliseconds);
    }

    private static IEnumerable<int> PortsOf(SweepOrder order)
    {
        FieldSet ports = PortText.Parse(order.Ports);
        for (int i = 0; i < ports.Count; i++)
        {
            for (int port = (int)ports[i].First; port <= (int)ports[i].Last; port++)
                yield return port;
        }
    }

    private static PhysicalAddress HardwareOf(string interfaceName) => NetworkInterface.GetAllNetworkInterfaces()
        .First(one => one.Name == interfaceName)
        .GetPhysicalAddress();

    /// <summary>Ports that accept a connection: seen on the cable, and let go again at once.</summary>
    private sealed class Answers(NativeSocket socket, ProbePacket packet, SweepOrder order, IPAddress target)
    {
        private readonly byte[] _frame = new byte[2048];
        private readonly byte[] _target = target.GetAddressBytes();
        private readonly int _ethernet = order.Hardware is { Length: > 0 } ? EthernetLength : 0;

        public SortedSet<int> Ports { get; } = [];

        public void Take()
        {
            int length;
            while ((length = socket.TryReceive(_frame)) > 0)
            {
                if (TryParse(_frame.AsSpan(0, length)) is not var (port, next) || !Ports.Add(port))
                    continue;
                byte[] reset = packet.ResetOf(port, next);
                socket.Send(reset, reset.Length);
            }
        }

        /// <summary>The port that answered, and the number that it expects next.</summary>
        private (int Port, uint Next)? TryParse(ReadOnlySpan<byte> frame)
        {
            bool isV4 = _target.Length == 4;
            int address = _ethernet + (isV4 ? 12 : 8);
            int transport = _ethernet + (isV4 ? 20 : 40);
            if (order.Protocol != "tcp" || frame.Length < transport + 20
                || frame[_ethernet] >> 4 != (isV4 ? 4 : 6)
                || frame[_ethernet + (isV4 ? 9 : 6)] != HeaderFields.Tcp
                || !frame.Slice(address, _target.Length).SequenceEqual(_target))
                return null;
            ReadOnlySpan<byte> tcp = frame[transport..];
            bool isOurs = BinaryPrimitives.ReadUInt16BigEndian(tcp[2..]) == order.SourcePort;
            return isOurs && (tcp[13] & SynchronizeAndAcknowledge) == SynchronizeAndAcknowledge
                ? (BinaryPrimitives.ReadUInt16BigEndian(tcp), BinaryPrimitives.ReadUInt32BigEndian(tcp[8..]))
                : null;
        }
    }
}
