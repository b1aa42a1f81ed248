using System.Globalization;
using System.Text;
using System.Text.Json;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Producer.Schedule.Listing;

/// <summary>Writes a schedule as a table or as JSON.</summary>
internal static class SchedulePrinter
{
    private const int SlotWidth = 12;
    private const int TimeWidth = 26;

    /// <summary>Writes the answer, with a line feed at its end.</summary>
    public static void Print(ScheduleAnswer answer, ListingFormat format, TextWriter output)
    {
        switch (format)
        {
            case ListingFormat.Json:
                output.WriteLine(Json(json => WriteDocument(json, answer)));
                break;
            case ListingFormat.Ndjson:
                foreach (Slot slot in answer.Own)
                    output.WriteLine(Json(json => WriteLine(json, "slot", () => WriteSlot(json, answer, slot))));
                output.WriteLine(Json(json => WriteLine(json, "summary", () => WriteSummary(json, answer))));
                break;
            default:
                PrintTable(answer, output);
                break;
        }
    }

    private static void PrintTable(ScheduleAnswer answer, TextWriter output)
    {
        ScheduleQuestion question = answer.Question;
        Election election = question.Election;
        string epoch = question.EpochOf(question.First) is { } number ? $"epoch {number}, " : "";
        output.WriteLine($"{epoch}slots {question.First} to {question.Last}, {election.Protocol}");
        output.WriteLine($"VRF key hash {answer.VrfKeyHash}");
        output.WriteLine($"relative stake {question.RelativeStake}, f {election.ActiveSlotCoefficient}");
        output.WriteLine();
        output.WriteLine("SLOT".PadRight(SlotWidth) + "UTC".PadRight(TimeWidth) + "EPOCH");
        foreach (Slot slot in answer.Own)
        {
            string time = TimeOf(answer, slot)?.Replace('T', ' ') ?? "-";
            string own = question.EpochOf(slot)?.ToString() ?? "-";
            output.WriteLine(slot.ToString().PadRight(SlotWidth) + time.PadRight(TimeWidth) + own);
        }
        output.WriteLine();
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{answer.Own.Count} own slots of {question.Count}; {question.ExpectedOwnSlots:F1} are the average for "
            + $"this stake; {answer.Elapsed.TotalSeconds:F1} s"));
    }

    private static void WriteDocument(Utf8JsonWriter json, ScheduleAnswer answer)
    {
        json.WriteStartObject();
        WriteSummary(json, answer);
        json.WriteStartArray("ownSlots");
        foreach (Slot slot in answer.Own)
        {
            json.WriteStartObject();
            WriteSlot(json, answer, slot);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteLine(Utf8JsonWriter json, string kind, Action writeFields)
    {
        json.WriteStartObject();
        json.WriteString("kind", kind);
        writeFields();
        json.WriteEndObject();
    }

    private static void WriteSlot(Utf8JsonWriter json, ScheduleAnswer answer, Slot slot)
    {
        json.WriteNumber("slot", slot.Value);
        json.WriteString("time", TimeOf(answer, slot));
        WriteEpoch(json, answer.Question.EpochOf(slot));
    }

    private static void WriteSummary(Utf8JsonWriter json, ScheduleAnswer answer)
    {
        ScheduleQuestion question = answer.Question;
        WriteEpoch(json, question.EpochOf(question.First));
        json.WriteNumber("firstSlot", question.First.Value);
        json.WriteNumber("slots", question.Count);
        json.WriteString("protocol", question.Election.Protocol.ToString());
        json.WriteString("epochNonce", question.Election.EpochNonce.ToString());
        json.WriteString("vrfKeyHash", answer.VrfKeyHash.ToString());
        json.WriteString("relativeStake", question.RelativeStake.ToString());
        json.WriteString("activeSlotsCoefficient", question.Election.ActiveSlotCoefficient.ToString());
        json.WriteNumber("expectedOwnSlots", Math.Round(question.ExpectedOwnSlots, 1));
        json.WriteNumber("ownSlotCount", answer.Own.Count);
        json.WriteNumber("elapsedSeconds", Math.Round(answer.Elapsed.TotalSeconds, 3));
    }

    private static void WriteEpoch(Utf8JsonWriter json, EpochNo? epoch)
    {
        if (epoch is { } number)
            json.WriteNumber("epoch", number.Value);
        else
            json.WriteNull("epoch");
    }

    // Fractions of a second only on networks whose slots begin there.
    private static string? TimeOf(ScheduleAnswer answer, Slot slot) => answer.Question.Clock?.StartOf(slot)
        .UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);

    private static string Json(Action<Utf8JsonWriter> write)
    {
        using MemoryStream bytes = new();
        using (Utf8JsonWriter json = new(bytes))
            write(json);
        return Encoding.UTF8.GetString(bytes.ToArray());
    }
}
