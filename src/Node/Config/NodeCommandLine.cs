using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using PoolTopology.Node.Control;
using PoolTopology.Rpc.Calls;

namespace PoolTopology.Node.Config;

/// <summary>The options that relay and producer share, in cardano-node's spelling where it has one.</summary>
public sealed class NodeCommandLine
{
    private readonly NodeRole _role;
    private readonly Option<string> _name = Required<string>("--name", "The node's name in topology.yaml.");
    private readonly Option<FileInfo> _config = Required<FileInfo>("--config", "cardano-node's config.json.");
    private readonly Option<FileInfo> _topology = Required<FileInfo>("--topology", "cardano-node's topology.json (P2P format).");
    private readonly Option<DirectoryInfo> _database = Required<DirectoryInfo>("--database-path", "The database folder; made if absent.");
    private readonly Option<IPAddress> _host = new("--host-addr")
    {
        Description = "The address of the node-to-node port.",
        DefaultValueFactory = _ => IPAddress.Any,
        CustomParser = ParseAddress,
    };
    private readonly Option<int> _port = new("--port")
    {
        Description = "The node-to-node port.",
        DefaultValueFactory = _ => 3001,
        CustomParser = ParsePort,
    };
    private readonly Option<IPEndPoint> _rpc = new("--rpc-addr")
    {
        Description = "Where gRPC (health, status, reflection) listens.",
        DefaultValueFactory = _ => new IPEndPoint(IPAddress.Loopback, 12799),
        CustomParser = ParseEndPoint,
    };
    private readonly Option<IPEndPoint?> _metrics = new("--metrics-addr")
    {
        Description = "Where Prometheus metrics are served; without it, nowhere.",
        CustomParser = ParseEndPoint,
    };
    private readonly Option<EndPoint?> _control = new("--control")
    {
        Description = "The orchestrator to attach to, as unix:/absolute/path.sock or address:port (mutual TLS); without it the node runs alone.",
        CustomParser = ParseControl,
    };
    private readonly Option<FileInfo?> _controlIdentity = new("--control-identity")
    {
        Description = "Where the node keeps its certificate for the orchestrator, and the key; needed for address:port.",
    };
    private readonly Option<FileInfo?> _controlEnrolment = new("--control-enrolment")
    {
        Description = "What the node asks for its first certificate with; `pool apply` brings it.",
    };
    private readonly Option<int> _snapshotEveryBlocks = new("--snapshot-every-blocks")
    {
        Description = "After how many immutable blocks the ledger is written to disk, so that a restart replays no more; 0 for never.",
        DefaultValueFactory = _ => NodeOptions.SnapshotEveryBlocksDefault,
        CustomParser = ParseSnapshotEveryBlocks,
    };
    private readonly Option<int?> _shutdownIpc = new("--shutdown-ipc")
    {
        Description = "Shut down cleanly when this file descriptor reaches its end; only 0 is supported.",
        CustomParser = ParseShutdownIpc,
    };

    /// <summary>The options of one executable.</summary>
    public NodeCommandLine(NodeRole role) => _role = role;

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        ArgumentNullException.ThrowIfNull(command);
        foreach (Option option in (Option[])
            [_name, _config, _topology, _database, _snapshotEveryBlocks, _host, _port, _rpc, _metrics, _control, _controlIdentity, _controlEnrolment,
                _shutdownIpc])
            command.Options.Add(option);
        command.Validators.Add(RequireIdentity);
    }

    /// <summary>Reads the options from a parsed command line without errors.</summary>
    public NodeOptions Read(ParseResult parsed)
    {
        ArgumentNullException.ThrowIfNull(parsed);
        return new NodeOptions
        {
            Name = parsed.GetRequiredValue(_name),
            Role = _role,
            ConfigFile = parsed.GetRequiredValue(_config).FullName,
            TopologyFile = parsed.GetRequiredValue(_topology).FullName,
            DatabasePath = parsed.GetRequiredValue(_database).FullName,
            SnapshotEveryBlocks = parsed.GetValue(_snapshotEveryBlocks),
            ListenAddress = new IPEndPoint(parsed.GetRequiredValue(_host), parsed.GetRequiredValue(_port)),
            RpcAddress = parsed.GetRequiredValue(_rpc),
            MetricsAddress = parsed.GetValue(_metrics),
            Control = parsed.GetValue(_control) is { } orchestrator
                ? new ControlAddress(
                    orchestrator, parsed.GetValue(_controlIdentity)?.FullName, parsed.GetValue(_controlEnrolment)?.FullName)
                : null,
            ShutdownIpc = parsed.GetValue(_shutdownIpc),
        };
    }

    // Looks at the words alone: a value that does not parse has an error of its own.
    private void RequireIdentity(CommandResult result)
    {
        if (result.GetResult(_control)?.Tokens is [{ Value: var address }] && !address.StartsWith("unix:", StringComparison.Ordinal)
            && result.GetResult(_controlIdentity) is null)
            result.AddError("--control with an address needs --control-identity: nodes attach over mutual TLS");
    }

    private static Option<T> Required<T>(string name, string description) =>
        new(name) { Description = description, Required = true };

    private static IPAddress ParseAddress(ArgumentResult result)
    {
        if (IPAddress.TryParse(result.Tokens[0].Value, out IPAddress? address))
            return address;
        result.AddError($"--host-addr: '{result.Tokens[0].Value}' is not an IP address");
        return IPAddress.None;
    }

    private static IPEndPoint ParseEndPoint(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        if (IPEndPoint.TryParse(text, out IPEndPoint? endPoint) && endPoint.Port != 0)
            return endPoint;
        result.AddError($"'{text}' is not an address with a port, such as 127.0.0.1:12799");
        return new IPEndPoint(IPAddress.None, 0);
    }

    private static EndPoint? ParseControl(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        if (RpcAddress.TryParse(text, out EndPoint? endPoint) && endPoint is UnixDomainSocketEndPoint or IPEndPoint { Port: not 0 })
            return endPoint;
        result.AddError($"--control: '{text}' is neither unix:/absolute/path.sock nor address:port");
        return null;
    }

    private static int ParsePort(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        if (ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ushort port) && port != 0)
            return port;
        result.AddError($"--port: '{text}' is not a port, 1 to 65535");
        return 0;
    }

    private static int ParseSnapshotEveryBlocks(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int blocks))
            return blocks;
        result.AddError($"--snapshot-every-blocks: '{text}' is not a number of blocks");
        return 0;
    }

    private static int? ParseShutdownIpc(ArgumentResult result)
    {
        if (result.Tokens[0].Value == "0")
            return 0;
        result.AddError($"--shutdown-ipc: '{result.Tokens[0].Value}' is not supported, only 0 (standard input) is");
        return null;
    }
}
