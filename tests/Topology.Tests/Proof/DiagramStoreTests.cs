using PoolTopology.Topology.Proof;
using Xunit;

namespace PoolTopology.Topology.Tests.Proof;

public sealed class DiagramStoreTests
{
    private static readonly int[] Sizes = [3, 2, 4, 2];

    [Fact]
    public void Random_functions_agree_with_tables_and_equal_functions_are_one_number()
    {
        const int seed = 12;
        Random random = new(seed);
        DiagramStore store = new(Sizes);
        Dictionary<string, int> known = [];
        List<(int Diagram, int[] Table)> functions = [(DiagramStore.Yes, [.. Headers().Select(_ => 1)]), (DiagramStore.No, [.. Headers().Select(_ => 0)])];
        for (int round = 0; round < 4000; round++)
        {
            (int Diagram, int[] Table) made = Next(random, store, functions);
            Check(store, made, $"seed {seed} round {round}");
            string key = string.Join(',', made.Table);
            Assert.True(!known.TryGetValue(key, out int earlier) || earlier == made.Diagram, $"seed {seed} round {round}: one function, two numbers");
            known[key] = made.Diagram;
            if (functions.Count < 200)
                functions.Add(made);
            else
                functions[random.Next(functions.Count)] = made;
        }
    }

    [Fact]
    public void Store_that_would_grow_without_bound_refuses()
    {
        int[] sizes = [.. Enumerable.Repeat(2, 60)];
        DiagramStore store = new(sizes);
        Random random = new(13);
        int parity = DiagramStore.No;
        Assert.Throws<TooComplexException>(() =>
        {
            // The sum of random bits has no short form in any order of the fields.
            for (int i = 0; i < 100_000; i++)
            {
                int product = store.And(store.OneOf(random.Next(30), [false, true]), store.OneOf(30 + random.Next(30), [false, true]));
                parity = store.Combine(parity, product, (left, right) => left ^ right);
            }
        });
    }

    private static (int, int[]) Next(Random random, DiagramStore store, List<(int Diagram, int[] Table)> functions)
    {
        (int Diagram, int[] Table) a = functions[random.Next(functions.Count)];
        (int Diagram, int[] Table) b = functions[random.Next(functions.Count)];
        switch (random.Next(5))
        {
            case 0:
                int field = random.Next(Sizes.Length);
                bool[] selected = [.. Enumerable.Range(0, Sizes[field]).Select(_ => random.Next(2) == 0)];
                return (store.OneOf(field, selected), [.. Headers().Select(header => selected[header[field]] ? 1 : 0)]);
            case 1:
                return (store.And(a.Diagram, b.Diagram), [.. a.Table.Zip(b.Table, Math.Min)]);
            case 2:
                return (store.Or(a.Diagram, b.Diagram), [.. a.Table.Zip(b.Table, Math.Max)]);
            case 3:
                return (store.Not(a.Diagram), [.. a.Table.Select(one => 1 - one)]);
            default:
                return (store.Combine(a.Diagram, b.Diagram, (left, right) => left ^ right), [.. a.Table.Zip(b.Table, (left, right) => left ^ right)]);
        }
    }

    private static void Check(DiagramStore store, (int Diagram, int[] Table) function, string what)
    {
        int index = 0;
        foreach (int[] header in Headers())
            Assert.True(store.Evaluate(function.Diagram, field => header[field]) == function.Table[index++], $"{what}: {string.Join(',', header)}");
    }

    private static IEnumerable<int[]> Headers() =>
        from a in Enumerable.Range(0, Sizes[0])
        from b in Enumerable.Range(0, Sizes[1])
        from c in Enumerable.Range(0, Sizes[2])
        from d in Enumerable.Range(0, Sizes[3])
        select (int[])[a, b, c, d];
}
