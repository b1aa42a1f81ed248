using System.Text.Json;
using PoolTopology.Consensus.Eras;
using PoolTopology.Consensus.Leadership;
using PoolTopology.Primitives.Chain;
using PoolTopology.Primitives.Numbers;
using PoolTopology.TestKit.Vectors;
using Xunit;

namespace PoolTopology.Conformance.LeaderSchedule;

/// <summary>leader-schedule/overlay-slots-cncli.json: slots of mainnet when a third of them was the delegates'.</summary>
public class OverlaySlots
{
    [VectorFact]
    public void Each_slot_is_in_the_schedule_or_not_as_another_tool_says()
    {
        using JsonDocument file = JsonDocument.Parse(VectorFiles.ReadBytes("leader-schedule/overlay-slots-cncli.json"));
        JsonElement root = file.RootElement;
        Slot first = new(root.GetProperty("firstSlotOfEpoch").GetUInt64());
        SlotClock clock = Networks.Clock(root.GetProperty("network").GetString()!);
        Rational d = Fraction(root.GetProperty("d"));
        ActiveSlotCoefficient f = new(Fraction(root.GetProperty("activeSlotsCoeff")));
        VectorRun.All(
            "leader-schedule/overlay",
            root.GetProperty("cases").EnumerateArray().ToArray(),
            item => item.GetProperty("slot").GetRawText(),
            item =>
            {
                Slot slot = new(item.GetProperty("slot").GetUInt64());
                Assert.Equal(first, clock.FirstSlotOf(clock.EpochOf(slot)));
                bool isOverlay = OverlaySchedule.Find(slot, first, d, f, []) is not null;
                return isOverlay == item.GetProperty("isOverlay").GetBoolean() ? null : $"found {isOverlay}";
            },
            atLeast: 2);
    }

    private static Rational Fraction(JsonElement text)
    {
        string[] parts = text.GetString()!.Split('/');
        return new Rational(ulong.Parse(parts[0]), ulong.Parse(parts[1]));
    }
}
