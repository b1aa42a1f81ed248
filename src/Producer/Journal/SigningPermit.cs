using PoolTopology.Primitives;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Producer.Journal;

/// <summary>The right to sign one header of one slot, given by the journal after the slot is durably recorded.</summary>
/// <remarks>Invariant: used once. There is no other way to a signature, and the journal gives one permit per slot.</remarks>
internal sealed class SigningPermit
{
    private bool _isUsed;

    internal SigningPermit(ForgeRecord record) => Record = record;

    /// <summary>What may be signed.</summary>
    public ForgeRecord Record { get; }

    /// <summary>Takes the permit; it is worth nothing afterwards.</summary>
    /// <remarks>Errors: <see cref="InvariantException"/> on a second use or for another header.</remarks>
    public void Use(Slot slot, Hash32 headerBodyHash)
    {
        Invariant.Require(!_isUsed, "a permit signs one header");
        _isUsed = true;
        Invariant.Require(slot == Record.Slot && headerBodyHash == Record.HeaderBodyHash,
            "a permit signs the header that was recorded");
    }
}
