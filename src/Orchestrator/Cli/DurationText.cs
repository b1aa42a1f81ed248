using System.Globalization;
using System.Text.RegularExpressions;

namespace PoolTopology.Orchestrator.Cli;

/// <summary>Durations as people write them: 500ms, 90s, 2m, 1h30m.</summary>
internal static partial class DurationText
{
    /// <summary>Reads a duration; null where the text is not one, or not above zero.</summary>
    public static TimeSpan? TryParse(string text)
    {
        if (!Whole().IsMatch(text))
            return null;
        TimeSpan sum = TimeSpan.Zero;
        foreach (Match part in Part().Matches(text))
        {
            double number = double.Parse(part.Groups["number"].ValueSpan, CultureInfo.InvariantCulture);
            sum += part.Groups["unit"].Value switch
            {
                "ms" => TimeSpan.FromMilliseconds(number),
                "s" => TimeSpan.FromSeconds(number),
                "m" => TimeSpan.FromMinutes(number),
                _ => TimeSpan.FromHours(number),
            };
        }

        return sum > TimeSpan.Zero ? sum : null;
    }

    // At most six digits before the point: no sum of parts overflows.
    [GeneratedRegex(@"\A([0-9]{1,6}(\.[0-9]{1,6})?(ms|s|m|h)){1,4}\z")]
    private static partial Regex Whole();

    [GeneratedRegex(@"(?<number>[0-9.]+)(?<unit>ms|s|m|h)")]
    private static partial Regex Part();
}
