using PoolTopology.Topology.Document;

namespace PoolTopology.Topology.Deployment.Files;

/// <summary>How the machine's journal is kept: what the nodes said survives a reboot, and never fills the disk.</summary>
internal static class JournalFile
{
    public static DerivedFile Of(Machine machine)
    {
        string path = machine.Path;
        LineWriter lines = new();
        lines.Line(
            "# Made from topology.yaml. Do not edit: the next change replaces this file.", path,
            "who made this file, for whoever finds it");
        lines.Line("[Journal]", path, "the beginning of a section");
        lines.Line("Storage=persistent", path, "what was logged before a reboot explains the reboot");
        lines.Line("SystemMaxUse=2G", path, "logs never take more of the disk than this");
        lines.Line("SystemKeepFree=2G", path, "and leave this much to the database");
        lines.Line("MaxRetentionSec=90day", path, "as long as a KES key lasts");
        lines.Line("RateLimitIntervalSec=30s", path, "a node that floods its log is cut short, not the disk filled");
        lines.Line("RateLimitBurst=10000", path, "lines that one service may write in that time");
        return new DerivedFile(
            "/etc/systemd/journald.conf.d/60-pooltopology.conf", FileModes.Public, FileModes.Root, FileModes.Root,
            lines.Content, new ChangeEffect.RestartService("systemd-journald.service"), lines.Lines);
    }
}
