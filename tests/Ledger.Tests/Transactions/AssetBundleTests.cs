using PoolTopology.Ledger.Transactions;
using PoolTopology.Primitives.Chain;
using PoolTopology.TestKit;
using Xunit;

namespace PoolTopology.Ledger.Tests.Transactions;

public class AssetBundleTests
{
    [Fact]
    public void Sums_and_differences_agree_with_a_dictionary() => Seeds.ForAll(2_000, random =>
    {
        AssetAmount[] left = Amounts(random);
        AssetAmount[] right = Amounts(random);
        AssetBundle a = AssetBundle.Of(left);
        AssetBundle b = AssetBundle.Of(right);
        RequireSame(Dictionary([.. left, .. right]), a.Add(b));
        RequireSame(Dictionary([.. left, .. right.Select(r => r with { Quantity = -r.Quantity })]), a.Subtract(b));
        Assert.Equal(a, a.Add(b).Subtract(b));
        Assert.Equal(a.Add(b), b.Add(a));
        Assert.Equal(a.Add(b).GetHashCode(), b.Add(a).GetHashCode());
        Assert.True(a.Subtract(a).IsEmpty);
    });

    [Fact]
    public void At_most_means_so_for_every_asset() => Seeds.ForAll(2_000, random =>
    {
        AssetAmount[] left = Amounts(random);
        AssetAmount[] right = Amounts(random);
        Dictionary<(Hash28, AssetName), Int128> a = Dictionary(left);
        Dictionary<(Hash28, AssetName), Int128> b = Dictionary(right);
        bool expected = a.Keys.Union(b.Keys).All(k => a.GetValueOrDefault(k) <= b.GetValueOrDefault(k));
        Assert.Equal(expected, AssetBundle.Of(left).IsPointwiseAtMost(AssetBundle.Of(right)));
    });

    [Fact]
    public void Names_are_ordered_as_their_bytes() => Seeds.ForAll(5_000, random =>
    {
        byte[] left = Name(random);
        byte[] right = Name(random);
        int order = left.AsSpan().SequenceCompareTo(right);
        Assert.Equal(Math.Sign(order), Math.Sign(new AssetName(left).CompareTo(new AssetName(right))));
        Assert.Equal(order == 0, new AssetName(left) == new AssetName(right));
        Assert.Equal(left, new AssetName(left).ToArray());
    });

    [Fact]
    public void A_name_of_33_bytes_is_none() =>
        Assert.Throws<ArgumentException>(() => new AssetName(new byte[33]));

    [Fact]
    public void A_sum_that_leaves_128_bits_is_refused()
    {
        AssetBundle most = AssetBundle.Of(new AssetAmount(default, default, Int128.MaxValue));
        Assert.Throws<OverflowException>(() => most.Add(AssetBundle.Of(new AssetAmount(default, default, 1))));
    }

    private static void RequireSame(Dictionary<(Hash28 Policy, AssetName Name), Int128> expected, AssetBundle actual)
    {
        (Hash28, AssetName, Int128)[] sorted = [.. expected.Where(e => e.Value != 0)
            .OrderBy(e => e.Key.Policy).ThenBy(e => e.Key.Name).Select(e => (e.Key.Policy, e.Key.Name, e.Value))];
        Assert.Equal(sorted, actual.Amounts.ToArray().Select(a => (a.Policy, a.Name, a.Quantity)));
        Assert.Equal(sorted.Select(s => s.Item1).Distinct(), actual.Policies);
        foreach ((Hash28 policy, AssetName name, Int128 quantity) in sorted)
            Assert.Equal(quantity, actual.QuantityOf(policy, name));
        Assert.Equal(Int128.Zero, actual.QuantityOf(default, new AssetName([1, 2, 3, 4, 5])));
    }

    private static Dictionary<(Hash28, AssetName), Int128> Dictionary(AssetAmount[] amounts)
    {
        Dictionary<(Hash28, AssetName), Int128> sums = [];
        foreach (AssetAmount amount in amounts)
            sums[(amount.Policy, amount.Name)] = sums.GetValueOrDefault((amount.Policy, amount.Name)) + amount.Quantity;
        return sums.Where(s => s.Value != 0).ToDictionary();
    }

    private static AssetAmount[] Amounts(Random random) => [.. Enumerable.Range(0, random.Next(8)).Select(_ =>
    {
        byte[] policy = new byte[28];
        policy[27] = (byte)random.Next(3);
        return new AssetAmount(new Hash28(policy), new AssetName([(byte)random.Next(3)]), random.Next(-3, 4));
    })];

    private static byte[] Name(Random random)
    {
        byte[] name = new byte[random.Next(33)];
        for (int i = 0; i < name.Length; i++)
            name[i] = (byte)(random.Next(2) * random.Next(256));
        return name;
    }
}
