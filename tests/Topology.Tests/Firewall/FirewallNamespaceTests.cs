using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using PoolTopology.Topology.Derive;
using PoolTopology.Topology.Document;
using Xunit;
using Xunit.Abstractions;

namespace PoolTopology.Topology.Tests.Firewall;

/// <summary>The derived rule sets in the kernel of network namespaces: who really reaches whom.</summary>
public sealed class FirewallNamespaceTests(ITestOutputHelper output)
{
    private const string Pool = """
        version: 1
        pool: { name: Lab, ticker: LAB, network: devnet }
        machines:
          vault: { address: 10.77.0.10, zone: a }
          edge1: { address: 10.77.0.11, zone: a }
          edge2: { address: 10.77.0.12, zone: b }
          watch: { address: 10.77.0.13 }
        producers: { bp: { machine: vault, port: 3001 } }
        relays:
          relay1: { machine: edge1, port: 3001 }
          relay2: { machine: edge2, port: 3002 }
        observers: { eye: { machine: watch, port: 3001 } }
        access: { manage: [10.77.0.50/32, 'fd77::50/128'], scrape: [10.77.0.51/32, 'fd77::51/128'] }

        """;

    private static readonly string[] Ruled = ["vault", "edge1", "edge2", "watch"];

    private static readonly Dictionary<string, int> Hosts = new()
    {
        ["vault"] = 10,
        ["edge1"] = 11,
        ["edge2"] = 12,
        ["watch"] = 13,
        ["admin"] = 50,
        ["graph"] = 51,
        ["world"] = 99,
    };

    /// <summary>Long enough for a loaded computer; only waited for when something is broken.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>How long a refused connection is watched; what is dropped never answers, so this is always waited for.</summary>
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(250);

    [NamespaceFact]
    public void Rules_let_through_exactly_what_the_file_says_over_IPv4() => CheckMatrix(AddressFamily.InterNetwork);

    [NamespaceFact]
    public void Rules_let_through_exactly_what_the_file_says_over_IPv6() => CheckMatrix(AddressFamily.InterNetworkV6);

    [NamespaceFact]
    public void Every_port_of_the_producer_is_closed_to_a_stranger()
    {
        using NamespaceLab lab = Build(AddressFamily.InterNetwork, out _);
        lab.Echo("vault", 22, 3001, 3002, 12798, 12799);

        int sent = lab.In("world", () =>
        {
            for (int port = 1; port <= 65535; port++)
            {
                using Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { Blocking = false };
                try
                {
                    socket.Connect(new IPEndPoint(Address("vault", AddressFamily.InterNetwork), port));
                }
                catch (SocketException exception) when (exception.SocketErrorCode == SocketError.WouldBlock)
                {
                    // The first packet is on its way.
                }
            }
            return 65535;
        });

        // The kernel that refused is the witness: one packet per port, and not one answer.
        Assert.Equal(1, lab.Counter("vault", "node-bp-strangers"));
        Assert.Equal(sent - 1, lab.Counter("vault", "refused-in"));
        Assert.Equal(0, lab.Counter("vault", "refused-out"));
    }

    [NamespaceFact]
    public void Relay_that_leaves_the_file_loses_its_connections_in_both_directions_and_the_other_keeps_them()
    {
        using NamespaceLab lab = Build(AddressFamily.InterNetwork, out TopologyDocument document);
        foreach (string machine in (string[])["vault", "edge1", "edge2"])
            lab.Echo(machine, 3001, 3002);
        Socket[] kept = [Connect(lab, "edge1", "vault", 3001), Connect(lab, "vault", "edge1", 3001)];
        Socket[] revoked = [Connect(lab, "edge2", "vault", 3001), Connect(lab, "vault", "edge2", 3002)];
        Assert.All([.. kept, .. revoked], socket => Assert.True(NamespaceLab.Answers(socket, Patience)));

        lab.Load("vault", FirewallDerivation.For(document with { Relays = [document.Relays[0]] }, "vault").Render());

        Assert.All(revoked, socket => Assert.False(NamespaceLab.Answers(socket, Glance)));
        Assert.All(kept, socket => Assert.True(NamespaceLab.Answers(socket, Patience)));
        Assert.True(lab.Counter("vault", "node-bp-strangers") > 0);
        Assert.True(lab.Counter("vault", "refused-out") > 0);
    }

    [NamespaceFact]
    public void Revoked_relay_is_cut_off_in_less_than_a_second_while_it_talks()
    {
        using NamespaceLab lab = Build(AddressFamily.InterNetwork, out TopologyDocument document);
        lab.Echo("vault", 3001);
        using Socket revoked = Connect(lab, "edge2", "vault", 3001);
        Assert.True(NamespaceLab.Answers(revoked, Patience));
        string without = FirewallDerivation.For(document with { Relays = [document.Relays[0]] }, "vault").Render();

        Stopwatch watch = Stopwatch.StartNew();
        Thread load = new(() => lab.Load("vault", without));
        load.Start();
        TimeSpan lastAnswer = TimeSpan.Zero;
        int answers = 0;
        for (bool isLoaded = false; !isLoaded;)
        {
            // Looked at before asking: an answer that fails to come counts once the rules are in force.
            isLoaded = load.Join(TimeSpan.Zero);
            for (; NamespaceLab.Answers(revoked, Glance); answers++)
                lastAnswer = watch.Elapsed;
        }

        output.WriteLine($"{answers} answers, the last one {lastAnswer.TotalMilliseconds:0} ms after the change was begun");
        Assert.True(lastAnswer < TimeSpan.FromSeconds(1), $"the last answer came {lastAnswer} after the change was begun");
        Assert.False(NamespaceLab.Answers(revoked, Glance));
    }

    [NamespaceFact]
    public void Operator_who_leaves_the_file_loses_the_session_on_every_machine()
    {
        using NamespaceLab lab = Build(AddressFamily.InterNetwork, out TopologyDocument document);
        TopologyDocument without = document with { Access = AccessPolicy.Default };
        foreach (string machine in (string[])["vault", "edge1"])
        {
            lab.Echo(machine, 22);
            Socket session = Connect(lab, "admin", machine, 22);
            Assert.True(NamespaceLab.Answers(session, Patience));

            lab.Load(machine, FirewallDerivation.For(without, machine).Render());

            Assert.False(NamespaceLab.Answers(session, Glance));
        }
    }

    [NamespaceFact]
    public void Stranger_who_floods_a_relay_is_limited_and_members_are_not()
    {
        using NamespaceLab lab = Build(AddressFamily.InterNetwork, out _);
        lab.Echo("edge1", 3001);

        // What is over the limit is reset, so no attempt waits.
        Socket?[] flood = [.. Enumerable.Range(0, 25).Select(_ => lab.Dial("world", Target("edge1", AddressFamily.InterNetwork, 3001), Patience))];
        Assert.Equal(10, flood.Count(socket => socket is not null));
        Assert.True(lab.Counter("edge1", "node-relay1-floods") >= 15);

        foreach (Socket? socket in flood)
            socket?.Dispose();
        for (int i = 0; i < 60; i++)
        {
            using Socket member = Connect(lab, "vault", "edge1", 3001);
            Assert.True(NamespaceLab.Answers(member, Patience));
        }
    }

    [NamespaceFact]
    public void Producer_that_dials_from_its_node_port_is_answered()
    {
        using NamespaceLab lab = Build(AddressFamily.InterNetwork, out _);
        lab.Echo("edge1", 3001);

        Socket? socket = lab.Dial("vault", Target("edge1", AddressFamily.InterNetwork, 3001), Patience, sourcePort: 3001);

        Assert.NotNull(socket);
        Assert.True(NamespaceLab.Answers(socket, Patience));
    }

    private static void CheckMatrix(AddressFamily family)
    {
        using NamespaceLab lab = Build(family, out _);
        int[] ports = [22, 443, 3001, 3002, 12798, 12799];
        foreach (string machine in Hosts.Keys)
            lab.Echo(machine, ports);
        ConcurrentBag<string> surprises = [];
        foreach (string source in Hosts.Keys)
        {
            // A thread each: what is refused is waited for, and the waits should not add up.
            Thread[] attempts = [..
                from to in Hosts.Keys
                where to != source
                from port in ports
                select new Thread(() => Try(lab, source, to, family, port, surprises))];
            foreach (Thread attempt in attempts)
                attempt.Start();
            foreach (Thread attempt in attempts)
                attempt.Join();
        }
        Assert.Empty(surprises);
    }

    private static void Try(NamespaceLab lab, string from, string to, AddressFamily family, int port, ConcurrentBag<string> surprises)
    {
        bool isAllowed = IsAllowed(from, to, port);
        TimeSpan patience = isAllowed ? Patience : Glance;
        using Socket? socket = lab.Dial(from, Target(to, family, port), patience);
        bool isOpen = socket is not null && NamespaceLab.Answers(socket, patience);
        if (isAllowed != isOpen)
            surprises.Add($"{from} -> {to}:{port} should be {(isAllowed ? "open" : "closed")}");
    }

    /// <summary>What the file means, said without looking at any rule.</summary>
    private static bool IsAllowed(string from, string to, int port)
    {
        bool isRelayPort = (to, port) is ("edge1", 3001) or ("edge2", 3002);
        if (from == "vault")
            return isRelayPort;
        if (!Ruled.Contains(to))
            return true;
        return isRelayPort
            || (from is "edge1" or "edge2" && (to, port) == ("vault", 3001))
            || (from == "admin" && port is (22 or 12799))
            || (from == "graph" && port == 12798);
    }

    private static NamespaceLab Build(AddressFamily family, out TopologyDocument document)
    {
        document = SampleTopologies.Document(Pool)
            .WithAddresses(Hosts.ToDictionary(host => host.Key, host => Address(host.Key, family)));
        NamespaceLab lab = new(Hosts.ToDictionary(host => host.Key, host => new[] { Address(host.Key, family) }));
        try
        {
            foreach (string machine in Ruled)
                lab.Load(machine, FirewallDerivation.For(document, machine).Render());
            return lab;
        }
        catch
        {
            lab.Dispose();
            throw;
        }
    }

    private static Socket Connect(NamespaceLab lab, string from, string to, int port)
    {
        Socket? socket = lab.Dial(from, Target(to, AddressFamily.InterNetwork, port), Patience);
        Assert.True(socket is not null, $"{from} does not reach {to}:{port}");
        return socket;
    }

    private static IPEndPoint Target(string machine, AddressFamily family, int port) => new(Address(machine, family), port);

    private static IPAddress Address(string machine, AddressFamily family) =>
        IPAddress.Parse(family == AddressFamily.InterNetwork ? $"10.77.0.{Hosts[machine]}" : $"fd77::{Hosts[machine]}");
}
