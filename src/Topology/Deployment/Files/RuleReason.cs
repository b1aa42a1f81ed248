using PoolTopology.Topology.Firewall;

namespace PoolTopology.Topology.Deployment.Files;

/// <summary>Says in words what a firewall rule is for.</summary>
internal static class RuleReason
{
    public static string Of(FirewallRule rule) => rule.Verdict switch
    {
        FirewallVerdict.Log => "a few refused packets a second are written to the kernel's log",
        FirewallVerdict.Count => "counts what no rule accepted, before it is dropped",
        FirewallVerdict.Drop => Dropped(rule),
        FirewallVerdict.Reset => "one source holds too many connections",
        _ => Accepted(rule),
    };

    private static string Dropped(FirewallRule rule) => rule.Matches switch
    {
        _ when Has<FirewallMatch.SourceNotIn>(rule) =>
            "refused to strangers before anything else, also on connections that exist",
        _ when Has<FirewallMatch.OverRate>(rule) => "one source opens connections too fast",
        _ => "belongs to no connection and cannot open one",
    };

    private static string Accepted(FirewallRule rule) => rule.Matches switch
    {
        _ when Has<FirewallMatch.Loopback>(rule) => "programs of the machine speak with each other",
        _ when Has<FirewallMatch.IcmpIn>(rule) && Has<FirewallMatch.FromNeighbour>(rule) =>
            "IPv6 finds its neighbours by this",
        _ when Has<FirewallMatch.IcmpIn>(rule) => "errors and echoes without which paths cannot be diagnosed",
        _ when Has<FirewallMatch.UdpTo>(rule) || Has<FirewallMatch.UdpFrom>(rule) => "asks the time, for the slots",
        _ when Has<FirewallMatch.IsReply>(rule) => "answers within a connection that was allowed",
        _ when Has<FirewallMatch.DestinationEndPointIn>(rule) && rule.Path == "orchestrator" =>
            "the node attaches to its orchestrator",
        _ when Has<FirewallMatch.DestinationEndPointIn>(rule) => "the producer dials its relays",
        _ when rule.Path.StartsWith("access.", StringComparison.Ordinal) => "those whom access names reach the service",
        _ when Has<FirewallMatch.SourceIn>(rule) => "the pool's own nodes, without any limit",
        _ when Has<FirewallMatch.InState>(rule) => "connections that a rule accepted go on",
        _ => "everybody may connect to a relay, within the limits above",
    };

    private static bool Has<T>(FirewallRule rule)
        where T : FirewallMatch => rule.Matches.Any(match => match is T);
}
