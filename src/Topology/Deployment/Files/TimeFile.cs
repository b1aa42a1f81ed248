using PoolTopology.Topology.Document;

namespace PoolTopology.Topology.Deployment.Files;

/// <summary>Which time servers chrony asks; only those that the firewall lets a producer reach.</summary>
internal static class TimeFile
{
    /// <summary>The file, or null where topology.yaml names no time server.</summary>
    public static DerivedFile? Of(AccessPolicy access)
    {
        if (access.TimeServers.Count == 0)
            return null;
        LineWriter lines = new();
        lines.Line(
            "# Made from topology.yaml. Do not edit: the next change replaces this file.", "access.time",
            "who made this file, for whoever finds it");
        for (int i = 0; i < access.TimeServers.Count; i++)
        {
            lines.Line(
                $"server {access.TimeServers[i]} iburst", $"access.time[{i}]",
                "slots are counted by the clock; iburst sets it seconds after a start");
        }
        return new DerivedFile(
            "/etc/chrony/sources.d/pooltopology.sources", FileModes.Public, FileModes.Root, FileModes.Root,
            lines.Content, new ChangeEffect.RefreshService("chrony.service"), lines.Lines);
    }
}
