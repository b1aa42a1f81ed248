using System.Diagnostics;
using System.Net;
using System.Text;
using Grpc.Health.V1;
using PoolTopology.Rpc.Calls;
using PoolTopology.Rpc.Client;
using PoolTopology.Rpc.Health;
using PoolTopology.Rpc.Node.V1;

namespace PoolTopology.EndToEnd.Support;

/// <summary>A node that a test starts itself, without an orchestrator. Dispose ends it.</summary>
internal sealed class NodeProcess : IAsyncDisposable
{
    private static readonly RpcMethod<GetStatusRequest, Status> GetStatus =
        RpcMethod.Of<GetStatusRequest, Status>(NodeReflection.Descriptor, "NodeStatus", "GetStatus");

    private readonly Process _process;
    private readonly StringBuilder _log = new();
    private readonly Task _reading;
    private readonly RpcChannel _channel;

    private NodeProcess(Process process, IPEndPoint rpcAddress)
    {
        _process = process;
        RpcAddress = rpcAddress;
        _channel = new RpcChannel(rpcAddress, RpcChannelOptions.Default);
        _reading = ReadAsync();
    }

    /// <summary>Where it serves gRPC.</summary>
    public IPEndPoint RpcAddress { get; }

    /// <summary>Its process id.</summary>
    public int Pid => _process.Id;

    /// <summary>The lines that it logged so far.</summary>
    public IReadOnlyList<string> Log
    {
        get
        {
            lock (_log)
                return _log.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        }
    }

    /// <summary>Starts a relay.</summary>
    /// <param name="configFile">config.json of its network.</param>
    /// <param name="folder">Where its database and its peer file lie.</param>
    /// <param name="address">Its address; node-to-node port 3001, gRPC port 12799.</param>
    /// <param name="peers">The addresses of the nodes that it follows.</param>
    public static NodeProcess StartRelay(string configFile, string folder, string address, params string[] peers) =>
        Start(Programs.Relay, configFile, folder, address, peers, []);

    /// <summary>The same with more flags.</summary>
    public static NodeProcess StartRelay(
        string configFile, string folder, string address, string[] peers, params string[] more) =>
        Start(Programs.Relay, configFile, folder, address, peers, more);

    /// <summary>Starts a relay without peers as a service manager does: with more environment variables.</summary>
    public static NodeProcess StartService(
        string configFile, string folder, string address, IReadOnlyDictionary<string, string> environment) =>
        Start(Programs.Relay, configFile, folder, address, [], [], environment);

    /// <summary>Starts a producer.</summary>
    /// <param name="configFile">config.json of its network.</param>
    /// <param name="folder">Where its database and its peer file lie.</param>
    /// <param name="address">Its address.</param>
    /// <param name="peers">The addresses of the nodes that it follows.</param>
    /// <param name="keys">A folder with kes.skey, vrf.skey and opcert.cert.</param>
    /// <param name="more">More flags.</param>
    public static NodeProcess StartProducer(
        string configFile, string folder, string address, string[] peers, string keys, params string[] more) => Start(
            Programs.Producer, configFile, folder, address, peers,
            [
                "--shelley-kes-key", Path.Combine(keys, "kes.skey"),
                "--shelley-vrf-key", Path.Combine(keys, "vrf.skey"),
                "--shelley-operational-certificate", Path.Combine(keys, "opcert.cert"),
                .. more,
            ]);

    /// <summary>Sends a signal.</summary>
    public void Signal(int signal) => Signals.Send(Pid, signal);

    /// <summary>What it says about itself, or null while it does not answer.</summary>
    public async Task<Status?> StatusAsync()
    {
        try
        {
            return await _channel.UnaryAsync(
                GetStatus, new GetStatusRequest(), RpcCallOptions.Within(TimeSpan.FromSeconds(10)), CancellationToken.None);
        }
        catch (RpcException)
        {
            return null;
        }
    }

    /// <summary>Waits until a service serves.</summary>
    public Task UntilServingAsync(string service) => UntilAsync(
        $"{service} serves",
        status => status.Health.Any(health => health.Service == service && health.Serving));

    /// <summary>Waits until the node's status is as wanted.</summary>
    /// <remarks>Errors: TimeoutException with the node's log.</remarks>
    public async Task UntilAsync(string what, Func<Status, bool> isWanted)
    {
        try
        {
            await Eventually.BeTrueAsync(what, async () =>
            {
                if (_process.HasExited)
                    throw new TimeoutException($"it ended with {_process.ExitCode} before: {what}");
                return await StatusAsync() is { } status && isWanted(status);
            });
        }
        catch (TimeoutException late)
        {
            throw new TimeoutException($"{late.Message}\n{await StatusAsync()}\n{string.Join('\n', Log.TakeLast(20))}");
        }
    }

    /// <summary>The state of a service, by <c>grpc.health.v1</c>.</summary>
    public async Task<HealthCheckResponse.Types.ServingStatus> CheckAsync(string service) =>
        (await _channel.UnaryAsync(
            HealthMethods.Check, new HealthCheckRequest { Service = service },
            RpcCallOptions.Within(TimeSpan.FromSeconds(10)), CancellationToken.None)).Status;

    /// <summary>Waits for its end.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> EndAsync()
    {
        using CancellationTokenSource limit = new(Limits.Stop);
        await _process.WaitForExitAsync(limit.Token);
        // Its last words are read after its end.
        await _reading.WaitAsync(limit.Token);
        return _process.ExitCode;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync();
        await _reading;
        _channel.Dispose();
        _process.Dispose();
    }

    private static NodeProcess Start(
        string program, string configFile, string folder, string address, string[] peers, string[] more,
        IReadOnlyDictionary<string, string>? environment = null)
    {
        Directory.CreateDirectory(folder);
        string topology = Path.Combine(folder, "topology.json");
        File.WriteAllText(topology, PeerFile(peers));
        IPEndPoint rpc = new(IPAddress.Parse(address), 12799);
        ProcessStartInfo start = Programs.StartInfo(program,
        [
            "run", "--name", Path.GetFileName(folder), "--config", configFile, "--topology", topology,
            "--database-path", Path.Combine(folder, "db"), "--host-addr", address, "--port", "3001",
            "--rpc-addr", rpc.ToString(), "--shutdown-ipc", "0", .. more,
        ]);
        foreach ((string name, string value) in environment ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        Process process = Process.Start(start)!;
        return new NodeProcess(process, rpc);
    }

    private static string PeerFile(string[] peers)
    {
        string points = string.Join(", ", peers.Select(peer => $$"""{ "address": "{{peer}}", "port": 3001 }"""));
        return $$"""
            {
              "bootstrapPeers": null,
              "localRoots": [
                { "accessPoints": [ {{points}} ], "advertise": false, "trustable": true, "hotValency": {{peers.Length}} }
              ],
              "publicRoots": [ { "accessPoints": [], "advertise": false } ],
              "useLedgerAfterSlot": -1
            }
            """;
    }

    private async Task ReadAsync()
    {
        while (await _process.StandardError.ReadLineAsync() is { } line)
        {
            lock (_log)
                _log.Append(line).Append('\n');
        }
    }
}
