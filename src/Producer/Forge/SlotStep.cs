using PoolTopology.Primitives.Chain;

namespace PoolTopology.Producer.Forge;

/// <summary>The next step of the slot loop.</summary>
internal abstract record SlotStep
{
    private SlotStep()
    {
    }

    /// <summary>Sleep until then, or until something is asked for.</summary>
    internal sealed record Wait(DateTimeOffset Until) : SlotStep;

    /// <summary>Look at this slot now.</summary>
    /// <param name="Slot">The slot that is running.</param>
    /// <param name="FirstSkipped">The first slot before it that nobody looked at, while it ran; null when there is none.</param>
    internal sealed record Check(Slot Slot, Slot? FirstSkipped) : SlotStep;
}
