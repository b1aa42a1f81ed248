using System.Diagnostics;
using System.Security.Cryptography;
using PoolTopology.EndToEnd.Support;
using PoolTopology.Node.Config;
using PoolTopology.Storage.ChainDb;
using PoolTopology.Storage.Files;
using PoolTopology.Storage.LedgerDb;

namespace PoolTopology.EndToEnd.Crashes;

/// <summary>A relay that serves a chain, and what an undisturbed sync from it comes to. Dispose ends the relay.</summary>
internal sealed class CrashMatrix : IAsyncDisposable
{
    /// <summary>What a node ends with when its surroundings fail it.</summary>
    public const int FailedExitCode = 1;

    private readonly SourceChain _chain;
    private readonly NodeProcess _source;
    private readonly string _sourceAddress;
    private readonly string _address;

    private CrashMatrix(string root, SourceChain chain, NodeProcess source, string sourceAddress, string address)
    {
        Root = root;
        _chain = chain;
        _source = source;
        _sourceAddress = sourceAddress;
        _address = address;
    }

    /// <summary>A folder for all files.</summary>
    public string Root { get; }

    /// <summary>Which chain.</summary>
    public string ChainName => _chain.Name;

    /// <summary>The hash of the last block.</summary>
    public string TipHash { get; private set; } = "";

    /// <summary>The digest of the ledger after the last block.</summary>
    public string Digest { get; private set; } = "";

    /// <summary>From the start of a relay to its sync, undisturbed.</summary>
    public TimeSpan SyncTime { get; private set; }

    /// <summary>What an undisturbed sync leaves on the disk.</summary>
    public long DatabaseBytes { get; private set; }

    /// <summary>Starts the relay that serves, and syncs another from it.</summary>
    public static async Task<CrashMatrix> StartAsync(string root, string network, int chunks)
    {
        SourceChain chain = SourceChain.Make(root, chunks);
        string sourceAddress = $"{network}.1";
        CrashMatrix matrix = new(
            root, chain, NodeProcess.StartRelay(chain.ConfigFile, chain.Folder, sourceAddress), sourceAddress, $"{network}.2");
        await matrix.MeasureAsync();
        return matrix;
    }

    /// <summary>A log line that tells of a repair, or of damage that was left out.</summary>
    public static bool IsRepair(string line) =>
        line.Contains("repaired: ", StringComparison.Ordinal) || line.Contains("is invalid: ", StringComparison.Ordinal);

    /// <summary>The log line that ends the opening of the database.</summary>
    public static bool IsOpened(string line) => line.Contains(" is open: ", StringComparison.Ordinal);

    /// <summary>Starts the relay that syncs.</summary>
    public NodeProcess StartRelay(string folder) =>
        NodeProcess.StartRelay(
            _chain.ConfigFile, folder, _address, [_sourceAddress], "--snapshot-every-blocks", "200");

    /// <summary>The digest of the state at the tip of a database that no process has open.</summary>
    public string DigestOf(string database)
    {
        NetworkDefinition network = NetworkConfig.Read(_chain.ConfigFile);
        using ChainDatabase chain = ChainDatabase.Open(
            new ChainDbOptions(), new DiskFileSystem(database), network.Consensus);
        return Convert.ToHexStringLower(SHA256.HashData(ChainStateCodec.Of(network.Consensus).Encode(chain.State)));
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _source.DisposeAsync();

    private async Task MeasureAsync()
    {
        await _source.UntilServingAsync("live");
        TipHash = (await _source.StatusAsync())!.Tip.Hash;
        string folder = Path.Combine(Root, "undisturbed");
        long began = Stopwatch.GetTimestamp();
        await using (NodeProcess relay = StartRelay(folder))
        {
            await relay.UntilAsync("the undisturbed sync", status => status.Tip?.Hash == TipHash);
            SyncTime = Stopwatch.GetElapsedTime(began);
            relay.Signal(Signals.Terminate);
            await relay.EndAsync();
        }
        string database = Path.Combine(folder, "db");
        DatabaseBytes = Directory.EnumerateFiles(database, "*", SearchOption.AllDirectories).Sum(file => new FileInfo(file).Length);
        Digest = DigestOf(database);
    }
}
