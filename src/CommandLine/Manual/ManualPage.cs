namespace PoolTopology.CommandLine.Manual;

/// <summary>A page of the manual.</summary>
/// <param name="Name">What it is about, such as <c>pool-plan</c>.</param>
/// <param name="Section">Its section: 1 for commands, 5 for files.</param>
/// <param name="Text">Its roff.</param>
public sealed record ManualPage(string Name, int Section, string Text)
{
    /// <summary>The name of its file.</summary>
    public string FileName => $"{Name}.{Section}";
}
