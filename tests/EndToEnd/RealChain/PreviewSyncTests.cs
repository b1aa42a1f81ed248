using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using PoolTopology.EndToEnd.Support;
using PoolTopology.EndToEnd.Wire;
using PoolTopology.Rpc.Node.V1;
using PoolTopology.TestKit.Vectors;
using Xunit;
using Xunit.Abstractions;

namespace PoolTopology.EndToEnd.RealChain;

/// <summary>A relay on the database of a cardano-node, and another one that syncs from it, through a hard fork.</summary>
public sealed class PreviewSyncTests(ITestOutputHelper output) : IDisposable
{
    // Epochs 0 to 3: TPraos with a falling share of the genesis delegates, and one epoch of Praos.
    private const int Chunks = 80;
    private const uint PreviewMagic = 2;

    private readonly string _root = Directory.CreateTempSubdirectory("pool-real-").FullName;

    private readonly string _network = string.Create(
        CultureInfo.InvariantCulture, $"127.{224 + (Environment.ProcessId % 30)}.251");

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [VectorFact]
    public async Task Second_relay_validates_the_chain_of_the_first_and_writes_the_same_files()
    {
        SourceChain chain = SourceChain.Preview(_root, Chunks);
        string[] last = File.ReadLines(VectorFiles.PathOf("chain-preview/index.tsv"))
            .Select(line => line.Split('\t')).Single(row => row[0] == "00079");
        (string lastHeight, string lastHash) = (last[8], last[9]);
        string immutable = Path.Combine(chain.Folder, "db", "immutable");
        SortedDictionary<string, string> before = DigestsOf(immutable);

        await using NodeProcess first = NodeProcess.StartRelay(chain.ConfigFile, chain.Folder, $"{_network}.1");
        await first.UntilServingAsync("live");
        Status served = (await first.StatusAsync())!;
        Assert.Equal((lastHeight, lastHash), (served.Tip.BlockNo.ToString(CultureInfo.InvariantCulture), served.Tip.Hash));
        Assert.Equal((3UL, "babbage"), (served.TipEpoch, served.Era));

        string folder = Path.Combine(_root, "second");
        long began = TimeProvider.System.GetTimestamp();
        await using NodeProcess second = NodeProcess.StartRelay(chain.ConfigFile, folder, $"{_network}.2", $"{_network}.1");
        await second.UntilAsync("the second relay has the chain", status => status.Tip?.Hash == lastHash);
        double seconds = TimeProvider.System.GetElapsedTime(began).TotalSeconds;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{lastHeight} blocks in {seconds:F1} s from the start of the process"));
        Assert.Equal(served.EpochNonce, (await second.StatusAsync())!.EpochNonce);

        // A witness that shares no code with the nodes reads both chains.
        IReadOnlyList<ChainBlock> chainOfSecond = await ChainOfAsync(2);
        Assert.Equal(lastHash, chainOfSecond[^1].Hash);
        Assert.Equal(await ChainOfAsync(1), chainOfSecond);

        await StopAsync(second);
        await StopAsync(first);
        // Nothing of the cardano-node's files has changed but one index: here the chain ends in the middle of its last
        // chunk, and the index of an unfinished chunk ends with its last block.
        AssertSame(before, DigestsOf(immutable), [.. before.Keys.Where(file => file != "00079.primary")]);
        // The last k blocks of the second relay are not immutable yet: all chunks but the last ones are whole.
        SortedDictionary<string, string> written = DigestsOf(Path.Combine(folder, "db", "immutable"));
        string[] whole = [.. written.Keys.Order(StringComparer.Ordinal).SkipLast(3)];
        Assert.True(whole.Length > 3 * 75, $"{whole.Length} files");
        AssertSame(before, written, whole);
    }

    private static void AssertSame(
        SortedDictionary<string, string> expected, SortedDictionary<string, string> found, string[] files) =>
        Assert.All(files, file => Assert.Equal((file, expected[file]), (file, found[file])));

    private Task<IReadOnlyList<ChainBlock>> ChainOfAsync(int host) => NodeToNode.ReadChainAsync(
        IPEndPoint.Parse(string.Create(CultureInfo.InvariantCulture, $"{_network}.{host}:3001")), PreviewMagic);

    private static async Task StopAsync(NodeProcess relay)
    {
        relay.Signal(Signals.Terminate);
        Assert.Equal(0, await relay.EndAsync());
    }

    private static SortedDictionary<string, string> DigestsOf(string folder)
    {
        SortedDictionary<string, string> digests = new(StringComparer.Ordinal);
        foreach (string file in Directory.EnumerateFiles(folder))
            digests.Add(Path.GetFileName(file), Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file))));
        return digests;
    }
}
