using PoolTopology.Topology.Headers;
using PoolTopology.Topology.Proof;
using Xunit;

namespace PoolTopology.Topology.Tests.Proof;

public sealed class FieldAtomsTests
{
    private const int Greatest = 60;

    [Fact]
    public void Divide_values_share_a_class_exactly_when_no_set_tells_them_apart()
    {
        const int seed = 14;
        Random random = new(seed);
        for (int round = 0; round < 500; round++)
        {
            FieldSet[] sets = [.. Enumerable.Range(0, random.Next(6)).Select(_ => FieldSet.Of(Enumerable.Range(0, random.Next(1, 4)).Select(_ => Range(random))))];

            FieldAtoms atoms = FieldAtoms.Divide(Greatest, sets);

            for (int a = 0; a <= Greatest; a++)
            {
                for (int b = 0; b < a; b++)
                {
                    bool isSame = sets.All(set => set.Contains((UInt128)a) == set.Contains((UInt128)b));
                    Assert.True(isSame == (atoms.ClassOf((UInt128)a) == atoms.ClassOf((UInt128)b)), $"seed {seed} round {round}: {a} and {b}");
                }
            }
            foreach (FieldSet set in sets)
            {
                Assert.Equal(set, atoms.Values(atoms.Select(set)));
                Assert.Equal(atoms.Select(set), atoms.Overlapping(set));
            }
        }
    }

    [Fact]
    public void Overlapping_set_that_nobody_named_has_every_class_that_it_touches()
    {
        FieldAtoms atoms = FieldAtoms.Divide(Greatest, [FieldSet.Between(10, 20), FieldSet.Between(15, 30)]);

        bool[] touched = atoms.Overlapping(FieldSet.Between(12, 16));

        Assert.Equal(FieldSet.Between(10, 20), atoms.Values(touched));
    }

    private static ValueRange Range(Random random)
    {
        int first = random.Next(Greatest + 1);
        return new ValueRange((UInt128)first, (UInt128)Math.Min(Greatest, first + random.Next(20)));
    }
}
