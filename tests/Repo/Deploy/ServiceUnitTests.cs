using System.Diagnostics;
using System.Globalization;
using PoolTopology.TestKit;
using Xunit;

namespace PoolTopology.Repo.Deploy;

/// <summary>The systemd units, judged by systemd's own tool.</summary>
public sealed class ServiceUnitTests
{
    // systemd's score: 0 safe to 10 exposed.
    private const double ExposureMax = 2.0;

    public static TheoryData<string> Units() =>
        [.. Directory.GetFiles(Path.Combine(RepositoryRoot.Find(), "deploy", "systemd"), "*.service").Select(path => Path.GetFileName(path))];

    [SystemdTheory]
    [MemberData(nameof(Units))]
    public void Unit_is_hardened(string unit)
    {
        string output = Run("security", "--offline=true", PathOf(unit));
        string verdict = output.TrimEnd().Split('\n')[^1];
        string score = verdict.Split(':')[1].Trim().Split(' ')[0];
        Assert.True(double.Parse(score, CultureInfo.InvariantCulture) <= ExposureMax, verdict);
    }

    [Theory]
    [MemberData(nameof(Units))]
    public void Unit_stops_as_operators_expect(string unit)
    {
        string[] lines = File.ReadAllLines(PathOf(unit));
        Assert.Contains("KillSignal=SIGINT", lines);
        Assert.Contains("TimeoutStopSec=300", lines);
        Assert.Contains("RestartPreventExitStatus=64 78", lines);
    }

    [Fact]
    public void Relay_unit_names_no_key() =>
        Assert.DoesNotContain(
            File.ReadLines(PathOf("pool-relay.service")),
            line => line.Contains("skey", StringComparison.Ordinal) || line.Contains("keys/", StringComparison.Ordinal));

    private static string PathOf(string unit) => Path.Combine(RepositoryRoot.Find(), "deploy", "systemd", unit);

    private static string Run(params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo("systemd-analyze", arguments) { RedirectStandardOutput = true })!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return output;
    }

    /// <summary>A theory that needs systemd-analyze.</summary>
    [AttributeUsage(AttributeTargets.Method)]
    private sealed class SystemdTheoryAttribute : TheoryAttribute
    {
        public SystemdTheoryAttribute()
        {
            if (!File.Exists("/usr/bin/systemd-analyze"))
                Skip = "systemd-analyze is not installed";
        }
    }
}
