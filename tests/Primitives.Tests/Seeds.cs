using Xunit;

namespace PoolTopology.Primitives.Tests;

/// <summary>Runs a property for many seeds; a failure names its seed.</summary>
internal static class Seeds
{
    public static void ForAll(int count, Action<Random> property)
    {
        for (int seed = 1; seed <= count; seed++)
        {
            try
            {
                property(new Random(seed));
            }
            catch (Exception e)
            {
                Assert.Fail($"seed {seed}: {e}");
            }
        }
    }
}
