namespace PoolTopology.Topology.Firewall;

/// <summary>The names of the sets that rules look addresses up in, without the family.</summary>
public static class SetName
{
    /// <summary>Addresses of the relays.</summary>
    public const string Relays = "relays";

    /// <summary>Addresses and node ports of the relays.</summary>
    public const string RelayPorts = "relay_ports";

    /// <summary>Addresses of the producers and relays.</summary>
    public const string Members = "members";

    /// <summary>Networks that may use SSH and gRPC.</summary>
    public const string Manage = "manage";

    /// <summary>Networks that may read metrics.</summary>
    public const string Scrape = "scrape";

    /// <summary>Time servers.</summary>
    public const string Time = "time";

    /// <summary>The service that nodes attach to.</summary>
    public const string Orchestrator = "orchestrator";

    /// <summary>How fast each stranger connects.</summary>
    public const string Rate = "source_rate";

    /// <summary>How many connections each stranger holds.</summary>
    public const string Held = "source_held";

    /// <summary>Its name for one family of addresses.</summary>
    public static string In(string baseName, IpFamily family) => baseName + (family == IpFamily.V4 ? "4" : "6");
}
