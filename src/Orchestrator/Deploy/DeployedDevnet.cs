using System.Security.Cryptography;
using PoolTopology.Orchestrator.Up;
using PoolTopology.Topology.Deployment;
using PoolTopology.Topology.Document;

namespace PoolTopology.Orchestrator.Deploy;

/// <summary>The development network of a deployment: made once in the state directory, as <c>pool up</c> makes its own.</summary>
/// <remarks>Its hot keys stay here as well: they are a test network's, and a machine that is lost gets them again.</remarks>
internal sealed class DeployedDevnet(string stateDirectory)
{
    private readonly StatePaths _paths = new(Path.GetFullPath(stateDirectory));

    /// <summary>It has a genesis.</summary>
    public bool IsMade => Directory.Exists(_paths.Devnet);

    /// <summary>The folder with its config.json and genesis files.</summary>
    public string Folder => _paths.Devnet;

    /// <summary>Makes it; the first slot is a few seconds from now.</summary>
    /// <exception cref="Cli.CommandFailure">The state directory is somebody else's or in use, or pool-keys failed.</exception>
    public async Task MakeAsync(TopologyDocument document, string programs, TimeProvider time, CancellationToken cancellation)
    {
        using StateDirectory state = StateDirectory.OpenBesideService(stateDirectory);
        string producer = document.Producers.First(node => !node.IsStandby).Name;
        await Devnet.CreateOrContinueAsync(state, producer, document.Pool.Devnet, KeyProgram(programs), time, cancellation);
    }

    /// <summary>Those of its keys that a machine needs.</summary>
    public IReadOnlyList<KeyAtHand> KeysFor(DesiredMachine machine) => IsMade
        ? [.. machine.Secrets.Select(AtHand).OfType<KeyAtHand>()]
        : [];

    private static string KeyProgram(string programs)
    {
        string beside = Path.Combine(programs, "pool-keys");
        return File.Exists(beside)
            ? beside
            : Executables.LocateKeys(AppContext.BaseDirectory, Environment.GetEnvironmentVariable(Executables.OverrideVariable));
    }

    private KeyAtHand? AtHand(RequiredSecret secret)
    {
        HotKeys keys = HotKeys.Of(_paths.KeysOf(secret.NodeName));
        string? source = Path.GetFileName(secret.Path) switch
        {
            "kes.skey" => keys.Kes,
            "vrf.skey" => keys.Vrf,
            "opcert.cert" or "node.cert" => keys.Certificate,
            _ => null,
        };
        return source is not null && File.Exists(source)
            ? new KeyAtHand(secret.Path, secret.Owner, source, Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(source))))
            : null;
    }
}
