namespace PoolTopology.Orchestrator.Agent.Machine;

/// <summary>Where things are on a machine of a pool.</summary>
internal static class AgentPaths
{
    /// <summary>Releases, and the bytes that they are made of.</summary>
    public const string Home = "/opt/pooltopology";

    /// <summary>One folder per release, named by the hash of its manifest.</summary>
    public const string Releases = Home + "/releases";

    /// <summary>Files by hash, mode, owner and group; releases are second names for them.</summary>
    public const string Objects = Home + "/objects";

    /// <summary>What has arrived, but not whole.</summary>
    public const string Incoming = Home + "/incoming";

    /// <summary>The link to the release in force.</summary>
    public const string Current = Home + "/current";

    /// <summary>What the agent remembers.</summary>
    public const string State = "/var/lib/pooltopology/agent";

    /// <summary>The journal.</summary>
    public const string Journal = State + "/journal";

    /// <summary>Held by the agent that changes the machine.</summary>
    public const string ChangeTurn = State + "/turn";

    /// <summary>Held by the agent that counts probes.</summary>
    public const string WitnessTurn = State + "/witness-turn";

    /// <summary>Held by the agent that brings a release.</summary>
    public const string StageTurn = State + "/stage-turn";

    /// <summary>Rule sets by hash.</summary>
    public const string Rules = State + "/firewall";

    /// <summary>The rule set that the machine loads when it starts: a link to one of <see cref="Rules"/>.</summary>
    public const string BootRules = Rules + "/boot.nft";

    /// <summary>The rule set that systemd's timer loads by itself where the agent cannot: a link likewise.</summary>
    public const string FallbackRules = Rules + "/fallback.nft";

    /// <summary>systemd's units of the machine.</summary>
    public const string Units = "/etc/systemd/system";

    /// <summary>The folder of a release.</summary>
    public static string Release(string hash) => $"{Releases}/{hash}";

    /// <summary>The manifest of a release, in the bytes whose hash names it.</summary>
    public static string Manifest(string hash) => $"{Releases}/{hash}/manifest";

    /// <summary>A rule set's text.</summary>
    public static string RuleText(string hash) => $"{Rules}/{hash}.nft";

    /// <summary>What the kernel made of a rule set when it was loaded.</summary>
    public static string RuleDigest(string hash) => $"{Rules}/{hash}.digest";

    /// <summary>The kernel's listing from which a saved rule set was taken.</summary>
    public static string RuleListing(string hash) => $"{Rules}/{hash}.json";
}
