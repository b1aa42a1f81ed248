namespace PoolTopology.Machines.Support;

/// <summary>How long anything may take on a busy computer. Tests wait for what happens, never for these.</summary>
internal static class Limits
{
    /// <summary>One command.</summary>
    public static readonly TimeSpan Command = TimeSpan.FromSeconds(90);

    /// <summary>Machines to boot, with a Debian tree that may have to be made first.</summary>
    public static readonly TimeSpan Boot = TimeSpan.FromSeconds(400);

    /// <summary>Programs to be published.</summary>
    public static readonly TimeSpan Publish = TimeSpan.FromMinutes(20);

    /// <summary>From fresh machines to a pool: what the project promises.</summary>
    public static readonly TimeSpan Apply = TimeSpan.FromMinutes(3);

    /// <summary>A handful of drills; what each of them must keep to, its script measures.</summary>
    public static readonly TimeSpan Drills = TimeSpan.FromMinutes(8);

    /// <summary>Something that a running pool is expected to do.</summary>
    public static readonly TimeSpan Event = TimeSpan.FromSeconds(90);
}
