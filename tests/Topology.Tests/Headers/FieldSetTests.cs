using PoolTopology.Topology.Headers;
using Xunit;

namespace PoolTopology.Topology.Tests.Headers;

public sealed class FieldSetTests
{
    private const int Greatest = 40;

    [Fact]
    public void Operations_agree_with_sets_of_numbers()
    {
        const int seed = 11;
        Random random = new(seed);
        for (int round = 0; round < 3000; round++)
        {
            (FieldSet left, HashSet<int> leftNumbers) = Next(random);
            (FieldSet right, HashSet<int> rightNumbers) = Next(random);
            string what = $"seed {seed} round {round}: {left} and {right}";
            AssertSame(leftNumbers, left, what);
            AssertSame(leftNumbers.Union(rightNumbers), left.Union(right), what);
            AssertSame(leftNumbers.Intersect(rightNumbers), left.Intersect(right), what);
            AssertSame(leftNumbers.Except(rightNumbers), left.Except(right), what);
            AssertSame(Enumerable.Range(0, Greatest + 1).Except(leftNumbers), left.ComplementUpTo(Greatest), what);
            Assert.Equal(leftNumbers.Overlaps(rightNumbers), left.Overlaps(right));
            Assert.Equal(leftNumbers.SetEquals(rightNumbers), left.Equals(right));
        }
    }

    [Fact]
    public void Of_ranges_in_any_order_that_touch_or_overlap_is_the_shortest_form()
    {
        FieldSet set = FieldSet.Of([new ValueRange(5, 9), new ValueRange(1, 2), new ValueRange(3, 4), new ValueRange(7, 12)]);

        Assert.Equal("1-12", set.ToString());
        Assert.Equal(12, (int)set.Size);
    }

    [Fact]
    public void Ends_of_the_number_space_are_values_like_others()
    {
        FieldSet all = FieldSet.Between(0, UInt128.MaxValue);

        Assert.Equal(UInt128.MaxValue, all.Size);
        Assert.Equal(FieldSet.Empty, all.ComplementUpTo(UInt128.MaxValue));
        Assert.Equal(all, FieldSet.Empty.ComplementUpTo(UInt128.MaxValue));
        Assert.Equal(all, FieldSet.Of(UInt128.MaxValue).Union(FieldSet.Between(0, UInt128.MaxValue - 1)));
        Assert.Equal(FieldSet.Of((UInt128)0), FieldSet.Between(1, UInt128.MaxValue).ComplementUpTo(UInt128.MaxValue));
    }

    private static (FieldSet, HashSet<int>) Next(Random random)
    {
        HashSet<int> numbers = [];
        List<ValueRange> ranges = [];
        for (int i = random.Next(5); i > 0; i--)
        {
            int first = random.Next(Greatest + 1);
            int last = Math.Min(Greatest, first + random.Next(6));
            ranges.Add(new ValueRange((UInt128)first, (UInt128)last));
            numbers.UnionWith(Enumerable.Range(first, last - first + 1));
        }
        return (FieldSet.Of(ranges), numbers);
    }

    private static void AssertSame(IEnumerable<int> expected, FieldSet actual, string what)
    {
        HashSet<int> numbers = [.. expected];
        for (int i = 0; i <= Greatest; i++)
            Assert.True(numbers.Contains(i) == actual.Contains((UInt128)i), $"{what}: {i} in {actual}");
        Assert.Equal(numbers.Count, (int)actual.Size);
    }
}
