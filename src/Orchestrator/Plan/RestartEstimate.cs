namespace PoolTopology.Orchestrator.Plan;

/// <summary>How long a restart will take, from those that were measured. Pure.</summary>
/// <remarks>
/// Rule: the 99th percentile of the last <see cref="SamplesMax"/> restarts of the machine, times <see cref="Margin"/>,
/// plus <see cref="MarginSeconds"/>. With fewer than <see cref="SamplesMin"/> it is never less than the first guess: one
/// lucky restart is no measurement.
/// </remarks>
internal static class RestartEstimate
{
    /// <summary>How many restarts are looked at, the latest.</summary>
    public const int SamplesMax = 100;

    /// <summary>From how many on the first guess does not count any more.</summary>
    public const int SamplesMin = 3;

    /// <summary>What is added for what was not seen yet, as a factor.</summary>
    public const double Margin = 1.25;

    /// <summary>The same, in seconds.</summary>
    public const double MarginSeconds = 1;

    /// <summary>The estimate.</summary>
    /// <param name="guess">What is assumed before anything was measured.</param>
    /// <param name="seconds">What earlier restarts took, the latest last: from the decision to a healthy node.</param>
    public static RestartCost Of(RestartCost guess, IReadOnlyList<double> seconds)
    {
        double[] sorted = [.. seconds.TakeLast(SamplesMax).Order()];
        if (sorted.Length == 0)
            return guess;
        // Nearest rank: of fewer than a hundred, the longest.
        double worst = sorted[(int)Math.Ceiling(sorted.Length * 0.99) - 1];
        int most = (int)Math.Ceiling((worst * Margin) + MarginSeconds);
        return new RestartCost(
            (int)Math.Floor(sorted[0]), sorted.Length < SamplesMin ? Math.Max(most, guess.MostSeconds) : most);
    }
}
