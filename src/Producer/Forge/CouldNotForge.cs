using PoolTopology.Consensus.Blocks;
using PoolTopology.Credentials.Certificates;
using PoolTopology.Credentials.Errors;
using PoolTopology.Primitives.Chain;
using PoolTopology.Producer.Journal;

namespace PoolTopology.Producer.Forge;

/// <summary>Why no block is forged: in an own slot it makes the slot a missed one, at other times it is an obstacle.</summary>
internal abstract record CouldNotForge
{
    private CouldNotForge()
    {
    }

    /// <summary>One sentence for the operator.</summary>
    public abstract string Message { get; }

    /// <inheritdoc/>
    public sealed override string ToString() => Message;

    /// <summary>Keys or certificate are missing or refused.</summary>
    internal sealed record NoCredentials(CredentialError Error) : CouldNotForge
    {
        public override string Message => $"{Error.Message} Put it right, then send SIGHUP.";
    }

    /// <summary>The certificate does not cover now.</summary>
    internal sealed record CertificateNotValid(CredentialError Error) : CouldNotForge
    {
        public override string Message => Error.Message;
    }

    /// <summary>The forge journal allows no signature.</summary>
    internal sealed record JournalRefused(JournalError Error) : CouldNotForge
    {
        public override string Message => Error.Message;
    }

    /// <summary>No upstream has said yet that our chain is as long as its own.</summary>
    internal sealed record NotCaughtUp : CouldNotForge
    {
        public override string Message => "no upstream has confirmed yet that this node is at the tip of the chain";
    }

    /// <summary>The pool has no stake in this epoch.</summary>
    internal sealed record PoolNotRegistered(Hash28 PoolId) : CouldNotForge
    {
        public override string Message =>
            $"pool {PoolIds.ToBech32(PoolId)} has no stake in this epoch, so no slot can be its own";
    }

    /// <summary>The pool registered another VRF key: its blocks would be refused by everybody.</summary>
    internal sealed record VrfKeyNotRegistered(Hash32 Registered, Hash32 Ours) : CouldNotForge
    {
        public override string Message =>
            $"the pool registered the VRF key with hash {Registered}, and the key given here has {Ours}";
    }

    /// <summary>The chain has seen a newer certificate of this pool.</summary>
    internal sealed record CertificateOutnumbered(ulong OnChain, ulong Ours) : CouldNotForge
    {
        public override string Message =>
            $"the certificate has number {Ours}, and the chain has seen number {OnChain} of this pool: it was replaced";
    }

    /// <summary>The certificate skips numbers.</summary>
    internal sealed record CertificateSkipsNumbers(ulong OnChain, ulong Ours) : CouldNotForge
    {
        public override string Message =>
            $"the certificate has number {Ours}, and the chain accepts {OnChain} or {OnChain + 1} from this pool; make " +
            $"a counter of {OnChain + 1} (pool-keys node new-counter) and issue the certificate again";
    }

    /// <summary>Our chain went past the slot before its block could be made.</summary>
    internal sealed record TipBeyondSlot(Slot TipSlot) : CouldNotForge
    {
        public override string Message => $"the chain has a block of slot {TipSlot} already";
    }

    /// <summary>The chain has a block of this pool in this slot, and the journal does not know of it.</summary>
    internal sealed record AlreadyForged : CouldNotForge
    {
        public override string Message =>
            "the chain has a block of this pool in this slot already, and it was not made with this forge journal: " +
            "another producer runs with the same keys, or the journal was lost";
    }

    /// <summary>The block before one of the same slot is out of reach: older than the last k blocks.</summary>
    internal sealed record ParentUnknown : CouldNotForge
    {
        public override string Message => "the tip is of this very slot, and the block before it is not at hand";
    }

    /// <summary>The slot ended before its block could be signed: a suspended machine, a stepped clock, an overload.</summary>
    internal sealed record SlotPassed(TimeSpan Late) : CouldNotForge
    {
        public override string Message => string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"the slot had ended {Late.TotalMilliseconds:F0} ms before its block could be signed");
    }

    /// <summary>The clock went back behind the slot's start while its block was made.</summary>
    internal sealed record SlotNotBegun : CouldNotForge
    {
        public override string Message => "the clock went back behind the start of the slot";
    }

    /// <summary>Our own rules refuse what we made: a defect. The block is kept back.</summary>
    internal sealed record InvalidBlock(BlockError Error) : CouldNotForge
    {
        public override string Message => $"the forged block is invalid and was kept back; this is a defect: {Error}";
    }

    /// <summary>The block is valid, and the chain went on without it.</summary>
    internal sealed record NotAdopted(string Reason) : CouldNotForge
    {
        public override string Message => $"the forged block was not adopted: {Reason}";
    }
}
