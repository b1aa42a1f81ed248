namespace PoolTopology.Orchestrator.Plan;

/// <summary>How two texts differ, by lines: between the lines that begin and end them alike.</summary>
/// <param name="First">The first line of the new text that is not as it was, from 0.</param>
/// <param name="Added">Lines of the new text in the differing part.</param>
/// <param name="Removed">Lines of the old text in the differing part.</param>
internal sealed record LineDifference(int First, int Added, int Removed)
{
    /// <summary>Compares.</summary>
    /// <remarks>Cost: linear; a change at both ends of a file counts the lines between as changed.</remarks>
    public static LineDifference Between(string before, string after)
    {
        string[] old = before.Split('\n');
        string[] now = after.Split('\n');
        int shorter = Math.Min(old.Length, now.Length);
        int first = 0;
        while (first < shorter && old[first] == now[first])
            first++;
        int last = 0;
        while (last < shorter - first && old[^(last + 1)] == now[^(last + 1)])
            last++;
        return new LineDifference(first, now.Length - first - last, old.Length - first - last);
    }
}
