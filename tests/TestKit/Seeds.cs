using Xunit;

namespace PoolTopology.TestKit;

/// <summary>Runs a property for many seeds; a failure names its seed.</summary>
public static class Seeds
{
    /// <summary>Runs the property with the seeds 1 to count.</summary>
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
