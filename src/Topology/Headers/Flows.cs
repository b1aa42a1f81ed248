namespace PoolTopology.Topology.Headers;

/// <summary>Sets of connection states.</summary>
public static class Flows
{
    /// <summary>Every state.</summary>
    public static readonly FieldSet All = FieldSet.Between(0, (UInt128)(int)Flow.Untracked);

    /// <summary>Every state but invalid.</summary>
    public static readonly FieldSet Valid = All.Except(Of(Flow.Invalid));

    /// <summary>The states of packets that have a direction.</summary>
    public static readonly FieldSet Directed = Of(
        Flow.New, Flow.EstablishedOriginal, Flow.EstablishedReply, Flow.RelatedOriginal, Flow.RelatedReply);

    /// <summary>Errors about known connections, whichever way.</summary>
    public static readonly FieldSet Related = Of(Flow.RelatedOriginal, Flow.RelatedReply);

    /// <summary>Answers in a connection that the other side opened.</summary>
    public static readonly FieldSet Reply = Of(Flow.EstablishedReply);

    /// <summary>These states.</summary>
    public static FieldSet Of(params Flow[] flows) => FieldSet.OfValues(flows.Select(flow => (int)flow));

    /// <summary>The kernel's bit of a state: what <c>ct state</c> loads.</summary>
    /// <remarks>Spec: Linux, include/uapi/linux/netfilter/nf_conntrack_common.h, NF_CT_STATE_BIT.</remarks>
    public static int StateBit(Flow flow) => flow switch
    {
        Flow.Invalid => 1,
        Flow.EstablishedOriginal or Flow.EstablishedReply => 2,
        Flow.RelatedOriginal or Flow.RelatedReply => 4,
        Flow.New => 8,
        Flow.Untracked => 64,
        _ => throw new ArgumentOutOfRangeException(nameof(flow), flow, "no such state"),
    };

    /// <summary>Whether a packet in this state is an answer; null where it has no direction.</summary>
    public static bool? IsReply(Flow flow) => flow switch
    {
        Flow.New or Flow.EstablishedOriginal or Flow.RelatedOriginal => false,
        Flow.EstablishedReply or Flow.RelatedReply => true,
        _ => null,
    };
}
