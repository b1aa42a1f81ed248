using System.Globalization;

namespace PoolTopology.Node.Supervision;

/// <summary>What a service says to its manager.</summary>
/// <remarks>Spec: sd_notify(3).</remarks>
/// <param name="Text">The assignments, one per line.</param>
public sealed record ServiceMessage(string Text)
{
    /// <summary>The start is over: the node listens and its database is open.</summary>
    public static ServiceMessage Ready { get; } = new("READY=1");

    /// <summary>The end has begun.</summary>
    public static ServiceMessage Stopping { get; } = new("STOPPING=1\nSTATUS=closing the database");

    /// <summary>The node does its work.</summary>
    public static ServiceMessage Alive { get; } = new("WATCHDOG=1");

    /// <summary>One line for people: what the node does.</summary>
    public static ServiceMessage Status(string line) => new($"STATUS={OneLine(line)}");

    /// <summary>The start takes longer, and goes on.</summary>
    /// <param name="line">What it does.</param>
    /// <param name="within">When the next word may be expected.</param>
    public static ServiceMessage Starting(string line, TimeSpan within) => new(string.Create(
        CultureInfo.InvariantCulture,
        $"STATUS={OneLine(line)}\nEXTEND_TIMEOUT_USEC={(long)within.TotalMicroseconds}"));

    // A second line would be another assignment.
    private static string OneLine(string line) => line.ReplaceLineEndings(" ");
}
