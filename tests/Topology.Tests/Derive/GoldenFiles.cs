using PoolTopology.TestKit;
using Xunit;

namespace PoolTopology.Topology.Tests.Derive;

/// <summary>Files that this program derived and a person read, kept beside the tests.</summary>
/// <remarks>With <c>POOLTOPOLOGY_UPDATE_GOLDEN=1</c> they are written anew; read the difference before committing it.</remarks>
internal static class GoldenFiles
{
    public static void AssertSame(string name, string actual)
    {
        string path = Path.Combine(RepositoryRoot.Find(), "tests", "Topology.Tests", "Derive", "Golden", name);
        if (Environment.GetEnvironmentVariable("POOLTOPOLOGY_UPDATE_GOLDEN") == "1")
            File.WriteAllText(path, actual);
        Assert.True(File.Exists(path), $"no golden file {name}");
        Assert.Equal(File.ReadAllText(path), actual);
    }
}
