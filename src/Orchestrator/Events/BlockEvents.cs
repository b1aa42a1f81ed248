using System.Globalization;
using System.Text.Json;

namespace PoolTopology.Orchestrator.Events;

/// <summary>A producer made a block.</summary>
internal sealed record BlockForged(
    DateTimeOffset At, string Name, ulong Slot, string Hash, ulong BlockNo, string Issuer, uint SizeBytes)
    : NodeEvent(At, Name)
{
    public override string Type => "block_forged";

    public override string Text => $"forged block {BlockNo} in slot {Slot}, {HashText.Short(Hash)}, {SizeBytes} bytes";

    internal override void WriteFields(Utf8JsonWriter json)
    {
        json.WriteNumber("slot", Slot);
        json.WriteString("hash", Hash);
        json.WriteNumber("blockNo", BlockNo);
        json.WriteString("issuer", Issuer);
        json.WriteNumber("sizeBytes", SizeBytes);
    }
}

/// <summary>Chain selection of one node took a block.</summary>
internal sealed record BlockAdopted(
    DateTimeOffset At, string Name, ulong Slot, string Hash, ulong BlockNo, string Issuer, double DelayMs, uint RolledBack)
    : NodeEvent(At, Name)
{
    public override string Type => "block_adopted";

    public override string Text
    {
        get
        {
            string delay = DelayMs.ToString("0", CultureInfo.InvariantCulture);
            string back = RolledBack > 0 ? $", rolled back {RolledBack}" : "";
            return $"adopted block {BlockNo} of slot {Slot}, {HashText.Short(Hash)}, {delay} ms after slot start{back}";
        }
    }

    internal override void WriteFields(Utf8JsonWriter json)
    {
        json.WriteNumber("slot", Slot);
        json.WriteString("hash", Hash);
        json.WriteNumber("blockNo", BlockNo);
        json.WriteString("issuer", Issuer);
        json.WriteNumber("delayMs", Math.Round(DelayMs, 3));
        json.WriteNumber("rolledBack", RolledBack);
    }
}

/// <summary>One issuer signed two blocks for one slot. This must never happen.</summary>
internal sealed record DoubleSigned(DateTimeOffset At, string Name, ulong Slot, string Issuer, string Hash, string OtherHash)
    : NodeEvent(At, Name)
{
    public override string Type => "double_signed";

    public override string Text =>
        $"DOUBLE SIGNED slot {Slot}: {HashText.Short(Hash)} and {HashText.Short(OtherHash)} by {Issuer}";

    internal override void WriteFields(Utf8JsonWriter json)
    {
        json.WriteNumber("slot", Slot);
        json.WriteString("issuer", Issuer);
        json.WriteString("hash", Hash);
        json.WriteString("otherHash", OtherHash);
    }
}
