using System.Globalization;
using System.Net;
using System.Net.Sockets;
using PoolTopology.Topology.Document;

namespace PoolTopology.Topology.Deployment.Files;

/// <summary>The systemd unit of one node.</summary>
/// <remarks>
/// Our own nodes say when they are ready and that they are alive (Type=notify, WatchdogSec); a cardano-node does not.
/// </remarks>
internal static class UnitFile
{
    public static DerivedFile Of(TopologyDocument document, NodeLayout layout)
    {
        LineWriter lines = new();
        Unit(lines, document, layout);
        Service(lines, document, layout);
        foreach ((string setting, string reason) in Hardening.Of(layout))
            lines.Line(setting, layout.Node.Path, reason);
        lines.Line("", layout.Node.Path, Blank);
        lines.Line("[Install]", layout.Node.Path, Heading);
        lines.Line("WantedBy=multi-user.target", layout.Node.Path, "the node starts with the machine");
        return new DerivedFile(
            layout.UnitPath, FileModes.Public, FileModes.Root, FileModes.Root, lines.Content,
            new ChangeEffect.RedefineNode(layout.Node.Name), lines.Lines);
    }

    private const string Blank = "an empty line between sections";
    private const string Heading = "the beginning of a section";

    private static void Unit(LineWriter lines, TopologyDocument document, NodeLayout layout)
    {
        string path = layout.Node.Path;
        lines.Line(
            $"# {path} of topology.yaml. Do not edit: the next change replaces this file.", path,
            "who made this file, for whoever finds it");
        lines.Line("[Unit]", path, Heading);
        lines.Line(
            $"Description={Describe(layout)} {layout.Node.Name} of pool {document.Pool.Ticker}", "pool.ticker",
            "what people read in systemctl status");
        lines.Line("Wants=network-online.target", path, "the node binds to an address of the network");
        lines.Line(
            "After=network-online.target pooltopology-firewall.service time-sync.target", path,
            "not before the network, the firewall and the clock");
        lines.Line("StartLimitIntervalSec=0", path, "a node that dies is started again, however often");
        lines.Line("", path, Blank);
    }

    private static string Describe(NodeLayout layout) => layout.Node.Role switch
    {
        NodeRole.Producer when layout.IsStandby => "Standby producer",
        NodeRole.Producer => "Block producer",
        NodeRole.Relay => "Relay",
        _ => "Observer",
    };

    private static void Service(LineWriter lines, TopologyDocument document, NodeLayout layout)
    {
        string path = layout.Node.Path;
        lines.Line("[Service]", path, Heading);
        foreach ((string setting, string reason) in layout.IsReference ? Unannounced : Announced)
            lines.Line(setting, path, reason);
        lines.Line($"User={layout.User}", path, "an account that owns nothing but this node's files");
        if (layout.HoldsKeys)
            lines.Line($"ExecStartPre={TakeKeys(layout)}", path, KeyReason);
        else if (document.Orchestrator is not null && !layout.IsReference)
            lines.Line($"ExecStartPre={TakeKeys(layout)}", "orchestrator", "whoever placed the enrolment, the node's account owns it");
        lines.Line($"ExecStart={layout.Executable} run \\", "engine", "the program of the release in force");
        (string Flag, string Path, string Reason)[] flags = [.. Flags(document, layout)];
        for (int i = 0; i < flags.Length; i++)
            lines.Line($"  {flags[i].Flag}{(i < flags.Length - 1 ? " \\" : "")}", flags[i].Path, flags[i].Reason);
        if (layout.MayReload && layout.HoldsKeys)
            lines.Line($"ExecReload={TakeKeys(layout)}", path, KeyReason);
        if (layout.MayReload)
            lines.Line("ExecReload=/bin/kill -HUP $MAINPID", path, ReloadReason(layout));
        lines.Line(
            $"StateDirectory={layout.StateName}", path, "the database, and on a producer the journal of signed slots");
        lines.Line("StateDirectoryMode=0700", path, "nobody else reads it");
        if (layout.IsReference)
            lines.Line($"RuntimeDirectory={layout.StateName}", path, "the socket that cardano-cli speaks to");
        lines.Line("Restart=always", path, "a node that stops without being told to is started again");
        lines.Line(
            $"RestartSec={(layout.IsReference ? 5 : 2)}", path, "long enough for ports and locks to be free again");
        if (!layout.IsReference)
            lines.Line(
                "RestartPreventExitStatus=64 78", path,
                "a wrong command line or file does not get better by trying again");
        lines.Line("KillSignal=SIGINT", path, "the signal on which a node closes its database in order");
        if (layout.IsReference)
            lines.Line("RestartKillSignal=SIGINT", path, "the same when the stop is for a restart");
        lines.Line(
            "TimeoutStopSec=300", path, "a node that is killed while it writes its ledger replays for an hour");
        lines.Line($"SyslogIdentifier={layout.Node.Name}", path, "the name in the journal");
        lines.Line("LimitNOFILE=65536", path, "one file per connection, and the database's");
        lines.Line("LimitMEMLOCK=16M", path, "keys are kept in memory that is never written to swap");
    }

    private static readonly (string Setting, string Reason)[] Unannounced =
    [
        ("Type=exec", "started when the program runs; the node does not say when it is ready"),
    ];

    private static readonly (string Setting, string Reason)[] Announced =
    [
        ("Type=notify", "started when the node listens and its database is open, as it says itself"),
        ("NotifyAccess=main", "no other process speaks for it"),
        ("TimeoutStartSec=300", "a start that goes on asks for more; one that says nothing for so long has hung"),
        ("WatchdogSec=60", "a node whose main loops hang is killed and started again"),
    ];

    private const string KeyReason = "whoever placed the keys, the node's account owns them; nobody else reads them";

    /// <summary>As root, and no matter whether there are keys yet: a node without them says so itself.</summary>
    private static string TakeKeys(NodeLayout layout) =>
        $"-+/bin/chown --recursive --no-dereference {layout.User}:{layout.User} {layout.KeyFolder}";

    private static string ReloadReason(NodeLayout layout) => layout.HoldsKeys
        ? "reads topology.json, keys and certificate again without a restart"
        : "reads topology.json again without a restart";

    private static IEnumerable<(string Flag, string Path, string Reason)> Flags(
        TopologyDocument document, NodeLayout layout)
    {
        TopologyNode node = layout.Node;
        Machine machine = document.MachineOf(node);
        string port = node.Port.ToString(CultureInfo.InvariantCulture);
        if (!layout.IsReference)
            yield return ($"--name {node.Name}", node.Path, "the name under which the node reports");
        yield return ($"--config {layout.ConfigFile}", "pool.network", "which network, and how");
        yield return ($"--topology {layout.PeerFile}", node.Path, "whom the node connects to");
        yield return ($"--database-path {layout.StateFolder}/db", node.Path, "where the chain is kept");
        string hostFlag = layout.IsReference && machine.Address.AddressFamily == AddressFamily.InterNetworkV6
            ? "--host-ipv6-addr"
            : "--host-addr";
        yield return (
            $"{hostFlag} {machine.Address}", $"{machine.Path}.address", "listens on this address and no other");
        yield return ($"--port {port}", $"{node.Path}.port", "the node-to-node port");
        IEnumerable<(string, string, string)> rest = layout.IsReference
            ? ReferenceFlags(layout)
            : OwnFlags(document, layout, machine);
        foreach ((string, string, string) flag in rest.Concat(KeyFlags(layout)))
            yield return flag;
    }

    private static IEnumerable<(string, string, string)> OwnFlags(
        TopologyDocument document, NodeLayout layout, Machine machine)
    {
        TopologyNode node = layout.Node;
        yield return (
            $"--rpc-addr {new IPEndPoint(machine.Address, node.RpcPort)}", $"{node.Path}.rpcPort",
            "health and status, for access.manage");
        yield return (
            $"--metrics-addr {new IPEndPoint(machine.Address, node.MetricsPort)}", $"{node.Path}.metricsPort",
            "metrics, for access.scrape");
        if (document.Orchestrator is not { } orchestrator)
            yield break;
        const string path = "orchestrator";
        yield return ($"--control {orchestrator}", path, "the service that the node attaches to, and runs on without");
        yield return ($"--control-identity {layout.ControlIdentity}", path, "the node's own key and certificate, renewed by itself");
        yield return ($"--control-enrolment {layout.Enrolment}", path, "what the first certificate is asked for with");
    }

    private static IEnumerable<(string, string, string)> ReferenceFlags(NodeLayout layout)
    {
        string path = layout.Node.Path;
        yield return ($"--socket-path /run/{layout.StateName}/node.socket", path, "for cardano-cli");
        if (layout.IsStandby)
            yield return (
                "--start-as-non-producing-node", $"{path}.standby", "a standby follows the chain and does not forge");
    }

    private static IEnumerable<(string, string, string)> KeyFlags(NodeLayout layout)
    {
        if (!layout.HoldsKeys)
            yield break;
        string path = layout.Node.Path;
        yield return ($"--shelley-kes-key {layout.KesKey}", path, "signs headers");
        yield return ($"--shelley-vrf-key {layout.VrfKey}", path, "decides and proves leadership");
        yield return (
            $"--shelley-operational-certificate {layout.Certificate}", path, "binds the KES key to the pool");
        if (!layout.IsReference)
            yield return (
                $"--forge-journal {layout.StateFolder}/forge.journal", path, "remembers which slots were signed");
    }
}
