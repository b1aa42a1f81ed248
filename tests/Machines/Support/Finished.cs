namespace PoolTopology.Machines.Support;

/// <summary>What a program that has ended came to.</summary>
internal sealed record Finished(int ExitCode, string Output, string Errors, TimeSpan Took)
{
    /// <summary>Both streams, for messages of failed tests.</summary>
    public string All => $"exit code {ExitCode} after {Took.TotalSeconds:0.0} s\n{Output}\n{Errors}";
}
