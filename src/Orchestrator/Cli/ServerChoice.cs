using System.CommandLine;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using PoolTopology.Rpc.Calls;
using PoolTopology.Rpc.Identity;
using PoolTopology.Topology.Document;

namespace PoolTopology.Orchestrator.Cli;

/// <summary>Which orchestrator a command speaks with: one on this computer, or a service elsewhere, over mutual TLS.</summary>
internal sealed class ServerChoice
{
    private const string ServerVariable = "POOL_SERVER";
    private const string IdentityVariable = "POOL_IDENTITY";

    private readonly Option<string?> _server = new("--server")
    {
        Description = "Ask the service at this address in place of this computer. "
            + $"[default: ${ServerVariable}; with --identity `orchestrator` of the topology file]",
        HelpName = "ADDRESS:PORT",
    };

    private readonly Option<string?> _identity = new("--identity")
    {
        Description = $"Who you are there: a file of `pool serve cert operator`. [default: ${IdentityVariable}]",
        HelpName = "FILE",
    };

    private Option<string>? _file;

    /// <summary>Adds the options to a command.</summary>
    public Command AddTo(Command command)
    {
        _file = command.Options.OfType<Option<string>>().FirstOrDefault(option => option.Name == "--file");
        command.Add(_server);
        command.Add(_identity);
        return command;
    }

    /// <summary>Whether a service elsewhere was chosen.</summary>
    public bool IsRemote(ParseResult parsed) => ServerOf(parsed) is not null;

    /// <summary>Finds the orchestrator; nothing is connected yet.</summary>
    /// <exception cref="CommandFailure">None runs here, or the address or the identity cannot be used.</exception>
    public OrchestratorClient Open(ParseResult parsed, string stateDirectory)
    {
        if (ServerOf(parsed) is not { } server)
            return OrchestratorClient.Open(stateDirectory);
        if (!RpcAddress.TryParse(server, out EndPoint? address) || address is not (IPEndPoint or DnsEndPoint))
            throw new CommandFailure(ExitCodes.Usage, $"--server: \"{server}\" is no address and port", "such as 192.0.2.7:7443");
        string file = IdentityOf(parsed)
            ?? throw new CommandFailure(ExitCodes.Usage, "--server needs --identity", "`pool serve cert operator NAME --out FILE` makes one, where the service runs");
        return OrchestratorClient.Open(address, Read(file));
    }

    private string? ServerOf(ParseResult parsed) => parsed.GetValue(_server) ?? Variable(ServerVariable)
        ?? (IdentityOf(parsed) is not null && _file is { } file
            ? TopologyReader.ReadFile(parsed.GetRequiredValue(file)).Document?.Orchestrator?.ToString()
            : null);

    private string? IdentityOf(ParseResult parsed) => parsed.GetValue(_identity) ?? Variable(IdentityVariable);

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;

    private static RpcIdentity Read(string file)
    {
        try
        {
            (X509Certificate2 authority, X509Certificate2 own) = IdentityFile.Read(file);
            return new RpcIdentity(authority, own, TimeProvider.System);
        }
        catch (Exception unusable) when (unusable is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure(ExitCodes.Error, $"the identity {file} cannot be used: {unusable.Message}", "`pool serve cert operator NAME --out FILE` makes one");
        }
    }
}
