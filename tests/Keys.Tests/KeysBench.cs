using PoolTopology.Keys.Commands;
using PoolTopology.Keys.Seeds;
using PoolTopology.TestKit.Time;
using Xunit;

namespace PoolTopology.Keys.Tests;

/// <summary>Runs command lines in a folder that ends with its test.</summary>
internal sealed class KeysBench : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("keys-");

    public VirtualTime Time { get; } = new();

    public string Output { get; private set; } = "";

    public string Errors { get; private set; } = "";

    public string PathOf(string name) => Path.Combine(_folder.FullName, name);

    public string TextOf(string name) => File.ReadAllText(PathOf(name));

    public IEnumerable<string> Names() => _folder.EnumerateFileSystemInfos().Select(f => f.Name).Order(StringComparer.Ordinal);

    /// <summary>Runs a command line, in which <c>@name</c> stands for a path in the folder.</summary>
    public int Run(string commandLine)
    {
        using StringWriter output = new();
        using StringWriter errors = new();
        string[] arguments = [.. commandLine.Split(' ').Select(a => a.StartsWith('@') ? PathOf(a[1..]) : a)];
        int exitCode = KeysCommandLine.Run(
            arguments, new CommandSurroundings(output, errors, Time, SeedSource.System));
        Output = output.ToString();
        Errors = errors.ToString();
        return exitCode;
    }

    /// <summary>Runs a command line that must succeed without a word on standard error.</summary>
    public string Expect(string commandLine)
    {
        int exitCode = Run(commandLine);
        Assert.Equal("", Errors);
        Assert.Equal(0, exitCode);
        return Output;
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
