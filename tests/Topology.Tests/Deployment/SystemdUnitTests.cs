using System.Diagnostics;
using System.Globalization;
using System.Runtime.Versioning;
using PoolTopology.Topology.Deployment;
using Xunit;

namespace PoolTopology.Topology.Tests.Deployment;

/// <summary>The derived units, judged by systemd's own tool.</summary>
[SupportedOSPlatform("linux")]
public sealed class SystemdUnitTests : IDisposable
{
    // systemd's score: 0 safe to 10 exposed.
    private const double ExposureMax = 2.0;
    private const string Tool = "/usr/bin/systemd-analyze";

    private readonly string _root = Directory.CreateTempSubdirectory("pool-units-").FullName;

    public static TheoryData<string, string> Units()
    {
        TheoryData<string, string> units = [];
        foreach (string sample in (string[])["own", "reference"])
        {
            foreach (DerivedFile file in UnitFiles(sample))
                units.Add(sample, file.Path);
        }
        return units;
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [SystemdTheory]
    [MemberData(nameof(Units))]
    public void Unit_is_hardened(string sample, string path)
    {
        (_, string output) = Run("security", "--offline=true", Write(sample, path));

        string verdict = output.TrimEnd().Split('\n')[^1];
        string score = verdict.Split(':')[1].Trim().Split(' ')[0];
        Assert.True(double.Parse(score, CultureInfo.InvariantCulture) <= ExposureMax, verdict);
    }

    [SystemdTheory]
    [MemberData(nameof(Units))]
    public void Unit_is_understood_by_systemd_without_a_word(string sample, string path)
    {
        string unit = Write(sample, path);
        foreach (DesiredMachine machine in DeploymentSamples.Pool(sample).Machines)
        {
            foreach (RequiredExecutable executable in machine.Executables)
                Place(executable.Path, "#!/bin/sh\n", UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }
        Place("/bin/chown", "#!/bin/sh\n", UnixFileMode.UserRead | UnixFileMode.UserExecute);
        Place("/bin/kill", "#!/bin/sh\n", UnixFileMode.UserRead | UnixFileMode.UserExecute);

        (int code, string output) = Run("verify", "--recursive-errors=no", $"--root={_root}", unit);

        Assert.True(code == 0 && output.Length == 0, output);
    }

    [Theory]
    [MemberData(nameof(Units))]
    public void Unit_stops_as_operators_expect(string sample, string path)
    {
        string[] lines = UnitFiles(sample).First(file => file.Path == path).Content.Text.Split('\n');

        Assert.Contains("KillSignal=SIGINT", lines);
        Assert.Contains("TimeoutStopSec=300", lines);
        Assert.Contains("Restart=always", lines);
    }

    private static IEnumerable<DerivedFile> UnitFiles(string sample) => DeploymentSamples.Pool(sample).Machines
        .SelectMany(machine => machine.Files)
        .Where(file => file.Path.EndsWith(".service", StringComparison.Ordinal));

    private string Write(string sample, string path) =>
        Place(path, UnitFiles(sample).First(file => file.Path == path).Content.Text, UnixFileMode.UserRead | UnixFileMode.UserWrite);

    private string Place(string path, string text, UnixFileMode mode)
    {
        string place = _root + path;
        Directory.CreateDirectory(Path.GetDirectoryName(place)!); // Absolute paths.
        if (!File.Exists(place))
            File.WriteAllText(place, text);
        File.SetUnixFileMode(place, mode);
        return place;
    }

    private static (int Code, string Output) Run(params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(Tool, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!; // The tool is there.
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd() + errors.Result;
        process.WaitForExit();
        return (process.ExitCode, output);
    }

    /// <summary>A theory that needs systemd-analyze.</summary>
    [AttributeUsage(AttributeTargets.Method)]
    private sealed class SystemdTheoryAttribute : TheoryAttribute
    {
        public SystemdTheoryAttribute()
        {
            if (!File.Exists(Tool))
                Skip = "systemd-analyze is not installed";
        }
    }
}
