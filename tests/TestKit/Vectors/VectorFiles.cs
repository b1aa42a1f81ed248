namespace PoolTopology.TestKit.Vectors;

/// <summary>Finds the test vectors that other projects wrote, kept outside this repository.</summary>
/// <remarks>
/// <c>POOLTOPOLOGY_VECTORS</c> names the folder; without it, <c>../shared/vectors</c> from the repository root.
/// A test that needs vectors is marked <see cref="VectorFactAttribute"/> or <see cref="VectorTheoryAttribute"/> and is
/// skipped, with a reason, where they are absent.
/// </remarks>
public static class VectorFiles
{
    private static readonly string? Root = FindRoot();

    /// <summary>Why vectors cannot be used here, or null when they can.</summary>
    public static string? SkipReason => Root is null
        ? "test vectors not found: set POOLTOPOLOGY_VECTORS to their folder"
        : null;

    /// <summary>The absolute path of a vector file or folder, e.g. <c>headers/header-test-cases.json</c>.</summary>
    public static string PathOf(string relative) =>
        Path.Combine(Root ?? throw new InvalidOperationException(SkipReason), relative);

    /// <summary>The bytes of a vector file.</summary>
    public static byte[] ReadBytes(string relative) => File.ReadAllBytes(PathOf(relative));

    /// <summary>The text of a vector file.</summary>
    public static string ReadText(string relative) => File.ReadAllText(PathOf(relative));

    private static string? FindRoot()
    {
        string? configured = Environment.GetEnvironmentVariable("POOLTOPOLOGY_VECTORS");
        if (!string.IsNullOrEmpty(configured))
            return Directory.Exists(configured) ? Path.GetFullPath(configured) : null;
        string? repository = RepositoryRoot.TryFind();
        if (repository is null)
            return null;
        string beside = Path.GetFullPath(Path.Combine(repository, "..", "shared", "vectors"));
        return Directory.Exists(beside) ? beside : null;
    }
}
