using PoolTopology.EndToEnd.Support;
using PoolTopology.Rpc.Node.V1;
using Xunit;

namespace PoolTopology.EndToEnd.BadInput;

/// <summary>
/// A producer whose key files are wrong: one clear sentence, the chain is followed, nothing is forged; with the right
/// files and SIGHUP it forges.
/// </summary>
public sealed class ProducerKeyTests(TwoPools pools) : IClassFixture<TwoPools>
{
    private const UnixFileMode OwnerReads = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const int BlocksFollowed = 3;

    [Fact]
    public Task Key_of_another_type_is_named_and_mended() => BreakAndMendAsync(
        "wrong-type",
        keys => Replace(pools.OfPool(2, "vrf.skey"), Path.Combine(keys, "kes.skey")),
        "kes.skey must hold a", "but it holds a");

    [Fact]
    public Task Key_that_the_certificate_does_not_name_is_named_and_mended() => BreakAndMendAsync(
        "wrong-pair",
        keys => Replace(pools.OfPool(1, "kes.skey"), Path.Combine(keys, "kes.skey")),
        "is not the one that", "opcert.cert certifies", "put the pair that was issued together");

    [Fact]
    public Task Files_of_another_pool_are_named_and_mended() => BreakAndMendAsync(
        "wrong-pool",
        async keys =>
        {
            string stranger = Path.Combine(keys, "stranger");
            Directory.CreateDirectory(stranger);
            await pools.MakeStrangerAsync(stranger);
            foreach (string file in (string[])["kes.skey", "vrf.skey", "opcert.cert"])
                await Replace(Path.Combine(stranger, file), Path.Combine(keys, file));
        },
        "belongs to pool pool1", $"not to pool {pools.PoolId}");

    [Fact]
    public Task Vrf_key_of_another_pool_is_named_and_mended() => BreakAndMendAsync(
        "wrong-vrf",
        keys => Replace(pools.OfPool(1, "vrf.skey"), Path.Combine(keys, "vrf.skey")),
        "the pool registered the VRF key with hash");

    [Fact]
    public Task Expired_certificate_is_named_and_mended() => BreakAndMendAsync(
        "expired",
        keys => Replace(pools.OfPool(2, "opcert.cert"), Path.Combine(keys, "opcert.cert")),
        "was valid for KES periods 0 to 1, and now is period 2", "issue a new KES key and certificate");

    [Fact]
    public Task Certificate_for_the_future_is_named_and_mended() => BreakAndMendAsync(
        "future",
        async keys =>
        {
            File.Delete(Path.Combine(keys, "opcert.cert"));
            await pools.IssueAsync(1000, Path.Combine(keys, "opcert.cert"));
        },
        "is valid from KES period 1000, and now is period 2");

    [Fact]
    public Task Key_that_others_may_read_is_named_and_mended() => BreakAndMendAsync(
        "open",
        keys =>
        {
            File.SetUnixFileMode(Path.Combine(keys, "kes.skey"), OwnerReads | UnixFileMode.GroupRead);
            return Task.CompletedTask;
        },
        "mode 0640 lets others in; run: chmod 600");

    [Fact]
    public Task Missing_key_is_named_and_mended() => BreakAndMendAsync(
        "missing",
        keys =>
        {
            File.Delete(Path.Combine(keys, "vrf.skey"));
            return Task.CompletedTask;
        },
        "vrf.skey does not exist");

    private async Task BreakAndMendAsync(string name, Func<string, Task> breakAsync, params string[] words)
    {
        string folder = Path.Combine(pools.Folder.Root, name);
        string keys = Path.Combine(folder, "keys");
        Directory.CreateDirectory(keys);
        await MendAsync(keys);
        await breakAsync(keys);
        await using NodeProcess node = NodeProcess.StartProducer(
            pools.ConfigFile, folder, pools.SecondAddress, [pools.RelayAddress], keys,
            // The memory of what was signed is the pool's, not this process's.
            "--forge-journal", Path.Combine(pools.Folder.Root, "second.journal"), "--pool-id", pools.PoolId);

        await node.UntilServingAsync("synced");
        ulong from = (await node.StatusAsync())!.Tip.BlockNo;
        await node.UntilAsync("it follows the chain", status => status.Tip.BlockNo >= from + BlocksFollowed);
        ServiceHealth forging = Forging((await node.StatusAsync())!);
        Assert.False(forging.Serving);
        Assert.All(words, word => Assert.Contains(word, forging.Reason, StringComparison.Ordinal));
        Assert.Equal(0ul, (await node.StatusAsync())!.Forging.BlocksForged);
        // Said when it was found and as the reason of the health, not again and again; a missed slot is news each time.
        Assert.InRange(node.Log.Count(line => words.All(word => line.Contains(word, StringComparison.Ordinal))
            && !line.Contains("own slot", StringComparison.Ordinal)), 1, 3);

        await MendAsync(keys);
        node.Signal(Signals.HangUp);
        await node.UntilAsync("it forges", status => Forging(status).Serving && status.Forging.BlocksForged > 0);
        Status forged = (await node.StatusAsync())!;
        await Eventually.BeTrueAsync("the others take its block", async () =>
            await pools.RelayStatusAsync() is { } relay && relay.Tip.Slot >= forged.Forging.LastForgedSlot);
        node.Signal(Signals.Terminate);
        Assert.Equal(0, await node.EndAsync());
    }

    private async Task MendAsync(string keys)
    {
        foreach (string file in Directory.EnumerateFiles(pools.GoodKeys))
            await Replace(file, Path.Combine(keys, Path.GetFileName(file)));
    }

    private static Task Replace(string from, string to)
    {
        File.Copy(from, to, overwrite: true);
        File.SetUnixFileMode(to, OwnerReads);
        return Task.CompletedTask;
    }

    private static ServiceHealth Forging(Status status) => status.Health.Single(health => health.Service == "forging");
}
