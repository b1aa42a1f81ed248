using PoolTopology.EndToEnd.Support;
using PoolTopology.Rpc.Node.V1;

namespace PoolTopology.EndToEnd.Crashes;

/// <summary>One relay that syncs the chain while it is killed and its files are damaged.</summary>
/// <param name="matrix">What the run is compared with.</param>
/// <param name="seed">Decides everything.</param>
internal sealed class CrashRun(CrashMatrix matrix, int seed)
{
    private const long RoomBytes = 64 * 1024 * 1024;

    private readonly Random _random = new(seed);
    private readonly List<string> _story = [];
    private readonly string _folder = Path.Combine(matrix.Root, "run");

    private string Database => Path.Combine(_folder, "db");

    /// <summary>Runs to the end of the chain.</summary>
    /// <returns>What happened, for the report.</returns>
    public async Task<CrashOutcome> RunAsync()
    {
        if (Directory.Exists(_folder))
            Directory.Delete(_folder, recursive: true);
        Directory.CreateDirectory(_folder);
        int kills = _random.Next(1, 4);
        using SmallDisk? disk = _random.Next(5) == 0 ? await SmallDisk.TryMountAsync(Database, SmallSize()) : null;
        int repairs = 0;
        try
        {
            if (disk is not null)
                await FillDiskAsync(disk);
            Damage last = Damage.None;
            for (int i = 0; i < kills; i++)
            {
                repairs += await KillAsync(last);
                last = Damage.Do(_random.Next(Damage.Kinds), Database, _random);
                _story.Add(last.What);
            }
            repairs += await FinishAsync(last);
            return new CrashOutcome(seed, kills, disk is not null, repairs, _story);
        }
        catch (Exception failure)
        {
            throw new InvalidOperationException($"seed {seed}: {string.Join("; ", _story)}: {failure.Message}", failure);
        }
    }

    // Between nothing and a little more than the whole chain needs.
    private long SmallSize() => _random.NextInt64(64 * 1024, matrix.DatabaseBytes);

    /// <summary>Lets the relay run until its disk is full, then gives it room.</summary>
    private async Task FillDiskAsync(SmallDisk disk)
    {
        await using NodeProcess relay = matrix.StartRelay(_folder);
        Task<int> end = relay.EndAsync();
        if (await Task.WhenAny(end, UntilSyncedAsync(relay)) == end)
        {
            int exitCode = await end;
            _story.Add($"disk full, the relay ended with {exitCode}");
            if (exitCode != CrashMatrix.FailedExitCode)
                throw new InvalidOperationException($"a full disk ended the relay with {exitCode}: {LastLine(relay)}");
            if (!relay.Log.Any(line => line.Contains("no space left", StringComparison.Ordinal)))
                throw new InvalidOperationException($"the relay did not say that its disk was full: {LastLine(relay)}");
        }
        await disk.ResizeAsync(RoomBytes);
    }

    /// <summary>Starts the relay and kills it at some moment: while it opens, while it syncs, or after.</summary>
    private async Task<int> KillAsync(Damage before)
    {
        await using NodeProcess relay = matrix.StartRelay(_folder);
        TimeSpan moment = _random.NextDouble() * 1.2 * matrix.SyncTime;
        Task<int> end = relay.EndAsync();
        if (await Task.WhenAny(end, Task.Delay(moment)) == end)
            throw new InvalidOperationException($"the relay ended with {await end}: {LastLine(relay)}");
        relay.Signal(Signals.Kill);
        await end;
        _story.Add($"kill -9 after {moment.TotalMilliseconds:F0} ms");
        return CountRepairs(relay, before, hasOpened: relay.Log.Any(CrashMatrix.IsOpened));
    }

    /// <summary>Lets the relay come to the end of the chain, and compares.</summary>
    private async Task<int> FinishAsync(Damage before)
    {
        await using NodeProcess relay = matrix.StartRelay(_folder);
        await UntilSyncedAsync(relay);
        int repairs = CountRepairs(relay, before, hasOpened: true);
        relay.Signal(Signals.Terminate);
        int exitCode = await relay.EndAsync();
        if (exitCode != 0)
            throw new InvalidOperationException($"SIGTERM ended the relay with {exitCode}: {LastLine(relay)}");
        string digest = matrix.DigestOf(Database);
        if (digest != matrix.Digest)
            throw new InvalidOperationException($"the ledger is {digest}, undisturbed {matrix.Digest}");
        return repairs;
    }

    private int CountRepairs(NodeProcess relay, Damage before, bool hasOpened)
    {
        int repairs = relay.Log.Count(CrashMatrix.IsRepair);
        if (before.MustBeTold && hasOpened && repairs == 0)
            throw new InvalidOperationException($"nothing was said of: {before.What}\n{string.Join('\n', relay.Log)}");
        return repairs;
    }

    private Task UntilSyncedAsync(NodeProcess relay) =>
        relay.UntilAsync($"tip {matrix.TipHash}", (Status status) => status.Tip?.Hash == matrix.TipHash);

    private static string LastLine(NodeProcess relay) => string.Join('\n', relay.Log.TakeLast(6));
}
