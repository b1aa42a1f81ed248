using Xunit;

namespace PoolTopology.Machines.Support;

/// <summary>A fact about real machines: skipped, with a reason, where there can be none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class MachineFactAttribute : FactAttribute
{
    /// <summary>Marks a test that boots machines.</summary>
    public MachineFactAttribute() => Skip = MachineRun.SkipReason;

    /// <summary>A program of this computer that the test needs besides; null for none.</summary>
    public string? Needs
    {
        get => null;
        set => Skip ??= value is null || IsThere(value) ? null : $"{value} is not installed";
    }

    private static bool IsThere(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':')
        .Any(folder => File.Exists(Path.Combine(folder, program)));
}
