using System.Text.Json;
using PoolTopology.Orchestrator.Cli;
using PoolTopology.Topology.Deployment;
using PoolTopology.Topology.Derive;
using PoolTopology.Topology.Document;
using PoolTopology.Topology.PeerFiles;

namespace PoolTopology.Orchestrator.Design;

/// <summary>Reads a network's config.json and what it names from a folder.</summary>
/// <remarks>
/// The folder has config.json; beside it, or where config.json says, the genesis files; and, where the network publishes
/// one, topology.json with its bootstrap peers and peer snapshot.
/// </remarks>
internal static class NetworkFilesReader
{
    private const string ConfigName = "config.json";
    private const string PeerFileName = "topology.json";

    // Mainnet's Byron genesis, the largest of all, has 1 MiB.
    private const int MaxBytes = 16 * 1024 * 1024;

    // What our nodes and cardano-node ask of a config.json.
    private static readonly string[] GenesisKeys = ["ByronGenesisFile", "ShelleyGenesisFile", "AlonzoGenesisFile", "ConwayGenesisFile"];

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>The facts for a plan, from where it says that its network's files are.</summary>
    /// <param name="document">The plan.</param>
    /// <param name="topologyFile">Its file, which relative folders start from.</param>
    /// <param name="folder">A folder that goes before what the plan says, or null.</param>
    /// <returns>Facts without a network where the plan has a devnet, whose genesis is made later.</returns>
    /// <exception cref="CommandFailure">The files are not there, or not what they should be.</exception>
    public static DeploymentFacts FactsOf(TopologyDocument document, string topologyFile, string? folder) =>
        (folder ?? FolderOf(document.Pool, topologyFile)) is { } place
            ? new DeploymentFacts(Read(place, document.Pool.Network))
            : DeploymentFacts.None;

    /// <summary>Whether a plan's network has a config.json where the plan says; what it says is another matter.</summary>
    public static bool AreThere(TopologyDocument document, string topologyFile) =>
        FolderOf(document.Pool, topologyFile) is { } place && File.Exists(Path.Combine(place, ConfigName));

    /// <summary>Reads a folder.</summary>
    /// <exception cref="CommandFailure">The files are not there, or not what they should be.</exception>
    public static NetworkFiles Read(string folder, NetworkChoice network)
    {
        string configPath = Path.Combine(folder, ConfigName);
        NetworkFile config = ReadFile(configPath);
        IReadOnlyDictionary<string, string> named = NamesIn(config, configPath);
        List<NetworkFile> others = [.. named.Values.Distinct().Select(name => ReadFile(Path.Combine(folder, name)))];
        string peerPath = Path.Combine(folder, PeerFileName);
        PeerFile? peers = File.Exists(peerPath) ? ReadPeers(peerPath) : null;
        NetworkFile? snapshot = peers?.PeerSnapshotFile is { } name ? ReadFile(Path.Combine(folder, name)) : null;
        if (snapshot is not null)
            others.Add(snapshot);
        if (others.GroupBy(file => file.Name).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw Wrong(configPath, $"two different files are called {twice.Key}", "give each its own name");
        string[] missing = [.. GenesisKeys.Where(key => !named.ContainsKey(key))];
        if (missing.Length > 0)
            throw Wrong(
                configPath, $"it names no genesis: {string.Join(", ", missing)} {(missing.Length == 1 ? "is" : "are")} missing; no node would start with it",
                "take config.json as the network publishes it, with the genesis files beside it");
        return new NetworkFiles(
            config,
            others.OrderBy(file => file.Name, StringComparer.Ordinal).ToValueList(),
            peers is null ? NetworkFacts.Of(network) : NetworkFacts.From(peers),
            snapshot?.Name);
    }

    private static string? FolderOf(PoolIdentity pool, string topologyFile)
    {
        string? written = pool.Network.Kind switch
        {
            NetworkKind.Devnet => null,
            NetworkKind.Folder => pool.Network.FolderPath,
            _ => pool.NetworkFiles ?? Path.Combine("networks", pool.Network.ToString()),
        };
        return written is null
            ? null
            : Path.Combine(Path.GetDirectoryName(Path.GetFullPath(topologyFile)) ?? "/", written);
    }

    private static Dictionary<string, string> NamesIn(NetworkFile config, string path)
    {
        using JsonDocument document = Parse(config, path);
        return document.RootElement.EnumerateObject()
            .Where(property => property.Value.ValueKind == JsonValueKind.String && NetworkFiles.IsFileKey(property.Name))
            .ToDictionary(property => property.Name, property => property.Value.GetString() ?? "", StringComparer.Ordinal);
    }

    private static JsonDocument Parse(NetworkFile config, string path)
    {
        try
        {
            JsonDocument document = JsonDocument.Parse(config.Content.Bytes, Strict);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? document
                : throw Wrong(path, "a JSON object was expected", "take config.json as the network publishes it");
        }
        catch (JsonException malformed)
        {
            throw Wrong(path, $"not JSON: {malformed.Message}", "take config.json as the network publishes it");
        }
    }

    private static PeerFile ReadPeers(string path)
    {
        PeerFileResult result = PeerFile.Parse(ReadFile(path).Content.Text);
        return result.File ?? throw Wrong(path, string.Join("; ", result.Errors), "take it as the network publishes it");
    }

    private static NetworkFile ReadFile(string path)
    {
        try
        {
            using FileStream stream = File.OpenRead(path);
            byte[] bytes = new byte[MaxBytes + 1];
            int length = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            return length <= MaxBytes
                ? new NetworkFile(Path.GetFileName(path), FileContent.Of(bytes.AsSpan(0, length)))
                : throw Wrong(path, $"longer than {MaxBytes / 1024 / 1024} MiB", "is this the right file?");
        }
        catch (Exception cannot) when (cannot is IOException or UnauthorizedAccessException)
        {
            throw Wrong(
                path, cannot.Message,
                "put the network's config.json and genesis files there, or name their folder: pool.networkFiles, "
                + "--network-files");
        }
    }

    private static CommandFailure Wrong(string path, string what, string hint) =>
        new(ExitCodes.ValidationFailed, $"{path}: {what}", hint);
}
