namespace PoolTopology.Orchestrator.Observed;

/// <summary>One thing that keeps a pool from being good. A closed set; each case carries what proves it.</summary>
internal abstract record Shortcoming
{
    /// <summary>The case as one sentence.</summary>
    public abstract string Text { get; }

    /// <summary>No block was made.</summary>
    internal sealed record NoBlockForged : Shortcoming
    {
        public override string Text => "no block was forged";
    }

    /// <summary>A node has no chain.</summary>
    internal sealed record NoTip(string Node) : Shortcoming
    {
        public override string Text => $"{Node} reported no tip";
    }

    /// <summary>A node misses more blocks than can be under way.</summary>
    internal sealed record TipBehind(string Node, ulong BlockNo, ulong HighestBlockNo) : Shortcoming
    {
        public override string Text =>
            $"{Node} is {HighestBlockNo - BlockNo} blocks behind (at {BlockNo}, the highest tip is {HighestBlockNo})";
    }

    /// <summary>A node follows another chain.</summary>
    internal sealed record OtherChain(string Node, ulong BlockNo, string Hash) : Shortcoming
    {
        public override string Text => $"{Node} is on another chain at block {BlockNo} ({Hash})";
    }

    /// <summary>A node is not healthy.</summary>
    internal sealed record Unhealthy(string Node, string Health, string Reason) : Shortcoming
    {
        public override string Text => $"{Node} is {Health}: {Reason}";
    }

    /// <summary>Slots with two blocks of one issuer.</summary>
    internal sealed record DoubleSigned(int Slots) : Shortcoming
    {
        public override string Text => $"{Slots} slots were signed twice";
    }

    /// <summary>A machine without a relay reached the producer.</summary>
    internal sealed record ReachedByOutsider(string Machine) : Shortcoming
    {
        public override string Text => $"the producer was reached from {Machine}, which runs no relay";
    }

    /// <summary>A relay's machine could not reach the producer.</summary>
    internal sealed record NotReachedByRelay(string Machine) : Shortcoming
    {
        public override string Text => $"the producer was not reached from {Machine}, which runs a relay";
    }

    /// <summary>The firewall could not be measured.</summary>
    internal sealed record NotMeasured(string Reason) : Shortcoming
    {
        public override string Text => $"who reaches the producer was not measured: {Reason}";
    }

    /// <summary>Whether this is about who reaches the producer.</summary>
    public bool IsFirewall => this is ReachedByOutsider or NotReachedByRelay or NotMeasured;
}
