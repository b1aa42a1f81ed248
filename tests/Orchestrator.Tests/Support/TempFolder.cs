namespace PoolTopology.Orchestrator.Tests.Support;

/// <summary>A folder that is gone after the test.</summary>
public sealed class TempFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("pool-test-");

    public string FullPath => _folder.FullName;

    public string this[string name] => Path.Combine(FullPath, name);

    public void Dispose() => _folder.Delete(recursive: true);
}
