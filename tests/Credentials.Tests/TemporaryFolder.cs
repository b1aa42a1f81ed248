using PoolTopology.Credentials.Errors;
using PoolTopology.Credentials.Files;

namespace PoolTopology.Credentials.Tests;

/// <summary>A folder that ends with its test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("credentials-");

    public string PathOf(string name) => Path.Combine(_folder.FullName, name);

    /// <summary>Writes a file with a mode.</summary>
    public string Write(string name, ReadOnlySpan<byte> content, UnixFileMode mode = UnixFileMode.UserRead | UnixFileMode.UserWrite)
    {
        string path = PathOf(name);
        File.WriteAllBytes(path, content);
        File.SetUnixFileMode(path, mode);
        return path;
    }

    public string Write(string name, string content) => Write(name, System.Text.Encoding.UTF8.GetBytes(content));

    /// <summary>Publishes what an object writes, and fails the test when it does not.</summary>
    public string Publish(string name, Func<string, CredentialResult<PendingFile>> write)
    {
        string path = PathOf(name);
        CredentialResult<PendingFile> written = write(path);
        Xunit.Assert.Null(written.Error);
        using PendingFile file = written.Value!;
        Xunit.Assert.Null(file.PublishIfAbsent());
        return path;
    }

    public IEnumerable<string> Names() => _folder.EnumerateFileSystemInfos().Select(f => f.Name).Order();

    public void Dispose() => _folder.Delete(recursive: true);
}
