using System.Globalization;
using PoolTopology.EndToEnd.Support;
using Xunit;

namespace PoolTopology.EndToEnd.BadInput;

/// <summary>A network of two pools: one that forges, a relay, and the second one, whose files a test chooses.</summary>
/// <remarks>
/// The network began some KES periods ago, so that the certificates of its genesis have expired already; the pools got
/// new ones. Its k is large: the first block comes long after the genesis.
/// </remarks>
public sealed class TwoPools : IAsyncLifetime
{
    /// <summary>The KES period that runs during the test.</summary>
    public const int Period = 2;

    private const int SlotsPerKesPeriod = 2000;
    private const int MaxKesEvolutions = 2;
    private static readonly TimeSpan Age = TimeSpan.FromSeconds(1100);

    private NodeProcess _forger = null!;
    private NodeProcess _relay = null!;

    internal PoolFolder Folder { get; } = new();

    internal string Network => Path.Combine(Folder.Root, "network");

    internal string ConfigFile => Path.Combine(Network, "config.json");

    internal string RelayAddress => Folder.Address(32);

    internal string SecondAddress => Folder.Address(33);

    /// <summary>The second pool's files as they should be: KES, VRF, and a certificate that is valid now.</summary>
    internal string GoodKeys => Path.Combine(Folder.Root, "good");

    /// <summary>The second pool's id.</summary>
    internal string PoolId { get; private set; } = "";

    /// <summary>One of the relay's words: its tip.</summary>
    internal Task<Rpc.Node.V1.Status?> RelayStatusAsync() => _relay.StatusAsync();

    public async Task InitializeAsync()
    {
        await KeysAsync(
            "devnet", "--out-dir", Network, "--pools", "2", "--slot-length", "0.25", "--active-slots-coeff", "0.4",
            "--security-param", "2000", "--slots-per-kes-period", Text(SlotsPerKesPeriod),
            "--max-kes-evolutions", Text(MaxKesEvolutions),
            "--system-start", (DateTimeOffset.UtcNow - Age).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        string forgerKeys = Path.Combine(Folder.Root, "forger-keys");
        await PrepareAsync(pool: 1, forgerKeys);
        await PrepareAsync(pool: 2, GoodKeys);
        PoolId = (await KeysAsync("stake-pool", "id", "--cold-verification-key-file", OfPool(2, "cold.vkey"))).Output.Trim();

        string forger = Folder.Address(31);
        _forger = NodeProcess.StartProducer(
            ConfigFile, Path.Combine(Folder.Root, "forger"), forger, [RelayAddress], forgerKeys);
        _relay = NodeProcess.StartRelay(ConfigFile, Path.Combine(Folder.Root, "relay"), RelayAddress, forger, SecondAddress);
        await _forger.UntilServingAsync("forging");
        await _relay.UntilServingAsync("synced");
    }

    public async Task DisposeAsync()
    {
        await _relay.DisposeAsync();
        await _forger.DisposeAsync();
        Folder.Dispose();
    }

    /// <summary>A file of a pool as the network's generator wrote it.</summary>
    internal string OfPool(int pool, string file) => Path.Combine(Network, "pools", Text(pool), file);

    /// <summary>Issues a certificate for the second pool's KES key.</summary>
    internal Task IssueAsync(int kesPeriod, string outFile) => IssueAsync(2, kesPeriod, outFile);

    /// <summary>Makes the files of a pool that nobody registered.</summary>
    internal async Task MakeStrangerAsync(string folder)
    {
        string Of(string file) => Path.Combine(folder, file);
        await KeysAsync("node", "key-gen", "--cold-verification-key-file", Of("cold.vkey"), "--cold-signing-key-file",
            Of("cold.skey"), "--operational-certificate-issue-counter-file", Of("cold.counter"));
        await KeysAsync("node", "key-gen-KES", "--verification-key-file", Of("kes.vkey"), "--signing-key-file", Of("kes.skey"));
        await KeysAsync("node", "key-gen-VRF", "--verification-key-file", Of("vrf.vkey"), "--signing-key-file", Of("vrf.skey"));
        await KeysAsync("node", "issue-op-cert", "--kes-verification-key-file", Of("kes.vkey"), "--cold-signing-key-file",
            Of("cold.skey"), "--operational-certificate-issue-counter-file", Of("cold.counter"),
            "--kes-period", Text(Period), "--out-file", Of("opcert.cert"));
    }

    private async Task PrepareAsync(int pool, string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (string key in (string[])["kes.skey", "vrf.skey"])
        {
            File.Copy(OfPool(pool, key), Path.Combine(folder, key));
            File.SetUnixFileMode(Path.Combine(folder, key), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
        await IssueAsync(pool, Period, Path.Combine(folder, "opcert.cert"));
    }

    private Task<Finished> IssueAsync(int pool, int kesPeriod, string outFile) => KeysAsync(
        "node", "issue-op-cert", "--kes-verification-key-file", OfPool(pool, "kes.vkey"),
        "--cold-signing-key-file", OfPool(pool, "cold.skey"),
        "--operational-certificate-issue-counter-file", OfPool(pool, "cold.counter"),
        "--kes-period", Text(kesPeriod), "--out-file", outFile);

    private static async Task<Finished> KeysAsync(params string[] arguments)
    {
        Finished finished = await Programs.RunAsync(Programs.Keys, arguments);
        Assert.True(finished.ExitCode == 0, $"pool-keys {string.Join(' ', arguments)}: {finished.Errors}");
        return finished;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
