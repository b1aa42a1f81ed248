using System.Globalization;

namespace PoolTopology.Rpc.Calls;

/// <summary>The text form of <c>grpc-timeout</c>: at most eight digits and a unit.</summary>
/// <remarks>Spec: https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md (Timeout)</remarks>
internal static class CallTimeout
{
    /// <summary>Longer timeouts are treated as this one: timers of the runtime end near 49 days.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(40);

    private const int MaxDigits = 8;
    private const long MaxValue = 99_999_999;

    /// <summary>Reads a timeout; false for anything that the grammar does not allow.</summary>
    public static bool TryParse(string text, out TimeSpan timeout)
    {
        timeout = TimeSpan.Zero;
        if (text.Length is < 2 or > MaxDigits + 1)
            return false;
        ReadOnlySpan<char> digits = text.AsSpan(0, text.Length - 1);
        if (!long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out long value))
            return false;
        TimeSpan? parsed = text[^1] switch
        {
            'H' => TimeSpan.FromHours(value),
            'M' => TimeSpan.FromMinutes(value),
            'S' => TimeSpan.FromSeconds(value),
            'm' => TimeSpan.FromMilliseconds(value),
            'u' => TimeSpan.FromMicroseconds(value),
            'n' => TimeSpan.FromTicks(value / TimeSpan.NanosecondsPerTick),
            _ => null,
        };
        timeout = parsed is { } known && known < Longest ? known : Longest;
        return parsed is not null;
    }

    /// <summary>Writes a timeout in the finest unit that holds it, rounded up so that no caller is cut short.</summary>
    public static string Format(TimeSpan timeout)
    {
        if (timeout <= TimeSpan.Zero)
            return "0n";
        foreach ((char unit, long ticks) in Units)
        {
            long value = (timeout.Ticks + ticks - 1) / ticks;
            if (value <= MaxValue)
                return value.ToString(CultureInfo.InvariantCulture) + unit;
        }
        return MaxValue.ToString(CultureInfo.InvariantCulture) + 'H';
    }

    private static readonly (char Unit, long Ticks)[] Units =
    [
        ('u', TimeSpan.TicksPerMicrosecond), ('m', TimeSpan.TicksPerMillisecond), ('S', TimeSpan.TicksPerSecond),
        ('M', TimeSpan.TicksPerMinute), ('H', TimeSpan.TicksPerHour),
    ];
}
