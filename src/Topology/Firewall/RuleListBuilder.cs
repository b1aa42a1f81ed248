using PoolTopology.Topology.Document;

namespace PoolTopology.Topology.Firewall;

/// <summary>Collects the rules of one chain.</summary>
internal sealed class RuleListBuilder
{
    private readonly List<FirewallRule> _rules = [];

    public void Add(FirewallVerdict verdict, string path, params ReadOnlySpan<FirewallMatch> matches) =>
        _rules.Add(new FirewallRule(ValueListBuilder.Create(matches), verdict, path));

    public void Counted(
        string counter, FirewallVerdict verdict, string path, params ReadOnlySpan<FirewallMatch> matches) =>
        _rules.Add(new FirewallRule(ValueListBuilder.Create(matches), verdict, path, counter));

    public ValueList<FirewallRule> ToList() => _rules.ToValueList();
}
