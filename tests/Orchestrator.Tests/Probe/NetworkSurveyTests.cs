using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using PoolTopology.Orchestrator.Probe;
using PoolTopology.Orchestrator.Processes;
using PoolTopology.Orchestrator.Tests.Support;
using Xunit;

namespace PoolTopology.Orchestrator.Tests.Probe;

/// <summary>Two networks with a router in between, and a tunnel.</summary>
public sealed class NetworkSurveyTests : IAsyncLifetime
{
    private readonly string _near = $"pf-{Environment.ProcessId}-near";
    private readonly string _router = $"pf-{Environment.ProcessId}-router";
    private readonly string _far = $"pf-{Environment.ProcessId}-far";

    [RootFact]
    public async Task RoutesAsync_neighbour_router_tunnel_and_nowhere()
    {
        NetworkSurvey survey = new(InNear, TimeProvider.System);

        ImmutableArray<CableRoute> routes = await survey.RoutesAsync(
            [
                new("10.91.0.2", ""), new("10.92.0.1", ""), new("fe80::1234", "10.92.0.1"), new("10.93.0.9", ""), new("203.0.113.1", ""),
                new("10.91.0.1", ""),
            ],
            CancellationToken.None);

        string hardware = (await RunAsync(_router, "cat", "/sys/class/net/near0/address")).Trim();
        Assert.Equal(
            [
                new("10.91.0.2", "eth0", "10.91.0.1", hardware), new("10.92.0.1", "eth0", "10.91.0.1", hardware),
                new("10.93.0.9", "tun9", "10.93.0.1", ""),
            ],
            routes.AsEnumerable());
    }

    [RootFact]
    public async Task Sweep_through_a_router_past_the_senders_firewall_is_counted_by_the_receiver()
    {
        await RunAsync(_near, "nft", "add table inet shut; add chain inet shut out { type filter hook output priority 0; policy drop; }");
        await RunAsync(_far, "nft", Witness.Install());
        CableRoute route = Assert.Single(await new NetworkSurvey(InNear, TimeProvider.System).RoutesAsync([new("10.92.0.1", "")], CancellationToken.None));
        SweepReport? report = null;

        NamespaceThread.In(_near, () => report = Sweeper.Run(
            new SweepOrder(61_007, "tcp", route.Interface, route.Source, route.Target, route.Hardware, "1-5000", PauseEvery: 0)));

        WitnessNotes notes = Witness.Read(await Task.WhenAll(Witness.Listings.Select(command => RunAsync(_far, command))));
        Assert.Equal((5000, 5000L), (report!.Sent, notes.ArrivedOf(61_007)));
        Assert.Equal("1-5000", PortText.Write(notes.PassedOf(61_007)));
    }

    [RootFact]
    public async Task Sweep_through_a_tunnel_is_ip_packets_as_they_are()
    {
        CableRoute route = Assert.Single(await new NetworkSurvey(InNear, TimeProvider.System).RoutesAsync([new("10.93.0.9", "")], CancellationToken.None));
        SweepOrder order = new(61_009, "udp", route.Interface, route.Source, route.Target, route.Hardware, "7-9", PauseEvery: 0);
        List<byte[]> carried = [];

        NamespaceThread.In(_near, () =>
        {
            using SafeFileHandle tunnel = File.OpenHandle("/dev/net/tun", FileMode.Open, FileAccess.ReadWrite);
            byte[] request = new byte[40];
            "tun9"u8.CopyTo(request);
            BinaryPrimitives.WriteUInt16LittleEndian(request.AsSpan(16), TunnelWithoutHeader);
            Assert.Equal(0, Control(tunnel, AttachTunnel, request));
            Sweeper.Run(order);
            while (carried.Count < 3)
            {
                byte[] packet = new byte[2048];
                nint length = Receive(tunnel, packet, packet.Length);

                // The kernel also looks for IPv6 routers.
                if (packet[0] == VersionFour)
                    carried.Add(packet[..(int)length]);
            }
        });

        Assert.Equal([7, 8, 9], carried.Select(packet => BinaryPrimitives.ReadUInt16BigEndian(packet.AsSpan(22))));
        Assert.All(carried, packet => Assert.Equal((0x45, 17, 61_009), (packet[0], packet[9], BinaryPrimitives.ReadUInt16BigEndian(packet.AsSpan(20)))));
    }

    public async Task InitializeAsync()
    {
        if (new RootFactAttribute().Skip is not null)
            return;
        foreach (string space in (string[])[_near, _router, _far])
        {
            await SystemCommand.RunAsync(["ip", "netns", "add", space], "", CancellationToken.None);
            await RunAsync(space, "ip", "link", "set", "lo", "up");
        }
        await CableAsync(_near, "eth0", "10.91.0.1/24", _router, "near0", "10.91.0.2/24");
        await CableAsync(_far, "eth0", "10.92.0.1/24", _router, "far0", "10.92.0.2/24");
        await RunAsync(_router, "sh", "-c", "echo 1 > /proc/sys/net/ipv4/ip_forward");
        await RunAsync(_near, "ip", "route", "add", "10.92.0.0/24", "via", "10.91.0.2");
        await RunAsync(_far, "ip", "route", "add", "10.91.0.0/24", "via", "10.92.0.2");
        await RunAsync(_near, "ip", "tuntap", "add", "dev", "tun9", "mode", "tun");
        await RunAsync(_near, "ip", "addr", "add", "10.93.0.1/24", "dev", "tun9");
        await RunAsync(_near, "ip", "link", "set", "dev", "tun9", "up");
    }

    public async Task DisposeAsync()
    {
        foreach (string space in (string[])[_near, _router, _far])
            await SystemCommand.TryRunAsync(["ip", "netns", "delete", space], "", CancellationToken.None);
    }

    private static async Task CableAsync(string one, string oneEnd, string oneAddress, string other, string otherEnd, string otherAddress)
    {
        await SystemCommand.RunAsync(
            ["ip", "link", "add", "name", oneEnd, "netns", one, "type", "veth", "peer", "name", otherEnd, "netns", other], "", CancellationToken.None);
        foreach ((string space, string end, string address) in ((string, string, string)[])[(one, oneEnd, oneAddress), (other, otherEnd, otherAddress)])
        {
            await RunAsync(space, "ip", "addr", "add", address, "dev", end);
            await RunAsync(space, "ip", "link", "set", "dev", end, "up");
        }
    }

    private static Task<string> RunAsync(string space, params string[] command) =>
        SystemCommand.RunAsync(["ip", "netns", "exec", space, .. command], "", CancellationToken.None);

    private async Task<(int ExitCode, string Output)> InNear(IReadOnlyList<string> command, string input, CancellationToken cancellation)
    {
        (int exitCode, string output, _) = await SystemCommand.TryRunAsync(["ip", "netns", "exec", _near, .. command], input, cancellation);
        return (exitCode, output);
    }

    private const byte VersionFour = 0x45;

    // TUNSETIFF; IFF_TUN | IFF_NO_PI.
    private const uint AttachTunnel = 0x400454ca;
    private const ushort TunnelWithoutHeader = 0x1001;

    [DllImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static extern int Control(SafeFileHandle file, uint request, byte[] argument);

    [DllImport("libc", EntryPoint = "read", SetLastError = true)]
    private static extern nint Receive(SafeFileHandle file, byte[] buffer, nint length);
}
