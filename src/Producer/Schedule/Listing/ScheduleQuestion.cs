using PoolTopology.Consensus.Eras;
using PoolTopology.Primitives.Chain;
using PoolTopology.Primitives.Numbers;

namespace PoolTopology.Producer.Schedule.Listing;

/// <summary>What is asked: the slots of which stretch, elected how, and what to call them.</summary>
/// <param name="Election">What decides.</param>
/// <param name="RelativeStake">The pool's share of the stake.</param>
/// <param name="First">The first slot to look at.</param>
/// <param name="Count">How many slots to look at.</param>
/// <param name="Clock">Gives slots their time and epoch; null where no network was named.</param>
internal sealed record ScheduleQuestion(
    Election Election, Rational RelativeStake, Slot First, ulong Count, SlotClock? Clock)
{
    /// <summary>The last slot to look at.</summary>
    public Slot Last => new(First.Value + Count - 1);

    /// <summary>The epoch of a slot, where that is known.</summary>
    public EpochNo? EpochOf(Slot slot) => Clock?.EpochOf(slot);

    /// <summary>How many own slots a pool of this size has on average.</summary>
    public double ExpectedOwnSlots
    {
        get
        {
            double f = ToDouble(Election.ActiveSlotCoefficient.Value);
            double stake = ToDouble(RelativeStake);
            double decentralisation = ToDouble(Election.Decentralisation);
            return Count * (1 - decentralisation) * (1 - Math.Pow(1 - f, stake));
        }
    }

    // Enough for a figure with one decimal.
    private static double ToDouble(Rational value) =>
        (double)value.Numerator / (double)value.Denominator;
}
