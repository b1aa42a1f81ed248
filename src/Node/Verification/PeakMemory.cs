using System.Globalization;

namespace PoolTopology.Node.Verification;

/// <summary>The most physical memory that this process has held at once.</summary>
internal static class PeakMemory
{
    private const string StatusFile = "/proc/self/status";
    private const string Key = "VmHWM:";

    /// <summary>In bytes; null where the system does not say.</summary>
    /// <remarks>Spec: proc_pid_status(5), <c>VmHWM</c>, in kibibytes.</remarks>
    public static long? ReadBytes()
    {
        if (!File.Exists(StatusFile))
            return null;
        foreach (string line in File.ReadLines(StatusFile))
        {
            if (!line.StartsWith(Key, StringComparison.Ordinal))
                continue;
            string number = line[Key.Length..].Replace("kB", "", StringComparison.Ordinal).Trim();
            return long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out long kibibytes)
                ? kibibytes * 1024
                : null;
        }
        return null;
    }
}
