using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace PoolTopology.Orchestrator.Agent.State;

/// <summary>The journal's lines.</summary>
/// <remarks>
/// Shape: 16 hexadecimal digits, a space, the entry as JSON, a line feed. The digits begin the SHA-256 of the digits of
/// the line before (none for the first) and the JSON, so that a line that is changed, moved or missing is noticed.
/// </remarks>
internal static class JournalText
{
    /// <summary>The longest journal that is read, in bytes; the agent shortens its own long before.</summary>
    public const int MaximumSizeBytes = 8 * 1024 * 1024;

    private const int DigestLength = 16;

    /// <summary>The line of an entry.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="chain">The digits of the line before; empty for the first.</param>
    public static string Line(JournalEntry entry, string chain)
    {
        string json = JsonSerializer.Serialize(entry, JournalJson.Default.JournalEntry);
        return $"{Digits(chain, json)} {json}\n";
    }

    /// <summary>The digits with which a line begins.</summary>
    public static string DigitsOf(string line) => line[..DigestLength];

    /// <summary>Reads a whole journal.</summary>
    /// <remarks>
    /// A last line without its end was being written when the machine died: nothing that it announces was done, and it is
    /// left out. Anything else that does not fit is damage.
    /// </remarks>
    public static JournalReading Read(ReadOnlySpan<byte> bytes)
    {
        AgentState state = AgentState.Fresh;
        string chain = "";
        int sound = 0;
        for (int number = 1; sound < bytes.Length; number++)
        {
            int length = bytes[sound..].IndexOf((byte)'\n');
            if (length < 0)
                break;
            string line = Encoding.UTF8.GetString(bytes.Slice(sound, length));
            try
            {
                state = JournalFold.Apply(state, Parse(line, chain));
            }
            catch (Exception broken) when (broken is FormatException or JsonException or InvalidOperationException)
            {
                return new JournalReading(state, chain, sound, $"line {number}: {broken.Message}");
            }

            chain = line[..DigestLength];
            sound += length + 1;
        }

        return new JournalReading(state, chain, sound, "");
    }

    private static JournalEntry Parse(string line, string chain)
    {
        if (line.Length <= DigestLength || line[DigestLength] != ' ')
            throw new FormatException("no checksum");
        string json = line[(DigestLength + 1)..];
        return Digits(chain, json) == line[..DigestLength]
            ? JsonSerializer.Deserialize(json, JournalJson.Default.JournalEntry) ?? throw new FormatException("no entry")
            : throw new FormatException("the checksum does not fit the line and the one before it");
    }

    private static string Digits(string chain, string json) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(chain + json)))[..DigestLength];
}

/// <summary>What a journal says.</summary>
/// <param name="State">The state after its sound lines.</param>
/// <param name="Chain">The digits of the last sound line; empty where there is none.</param>
/// <param name="SoundBytes">The length of the sound lines.</param>
/// <param name="Damage">What is wrong with what follows; empty where nothing is.</param>
internal sealed record JournalReading(AgentState State, string Chain, int SoundBytes, string Damage);
