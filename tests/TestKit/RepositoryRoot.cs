namespace PoolTopology.TestKit;

/// <summary>The folder of this repository, found from the running test assembly upwards.</summary>
public static class RepositoryRoot
{
    /// <summary>The absolute path of the repository; throws where the tests run outside a checkout.</summary>
    public static string Find() =>
        TryFind() ?? throw new InvalidOperationException("no PoolTopology.sln above " + AppContext.BaseDirectory);

    /// <summary>The absolute path of the repository, or null outside a checkout.</summary>
    public static string? TryFind()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "PoolTopology.sln")))
                return folder.FullName;
        }
        return null;
    }
}
