using System.Net;
using PoolTopology.Topology.Document;
using PoolTopology.Topology.Findings;
using PoolTopology.Topology.Yaml;

namespace PoolTopology.Topology.Validation;

/// <summary>Somebody may manage the machines, and not everybody.</summary>
internal static class AccessRule
{
    public static IEnumerable<RuleFinding> Check(RuleInput input)
    {
        AccessPolicy access = input.Document.Access;
        for (int i = 0; i < access.Manage.Count; i++)
        {
            if (IsEverybody(access.Manage, i, out string network))
                yield return Everybody(
                    FindingCode.ProducerExposed, YamlPath.Index("access.manage", i), network,
                    "may try to log in to every machine, the producer's too");
        }
        for (int i = 0; i < access.Scrape.Count; i++)
        {
            if (IsEverybody(access.Scrape, i, out string network))
                yield return Everybody(
                    FindingCode.MetricsExposed, YamlPath.Index("access.scrape", i), network,
                    "may read the metrics of every machine, the producer's too");
        }
        if (input.IsDevnet)
            yield break;
        if (access.Manage.Count == 0)
        {
            yield return new RuleFinding(Severity.Warning, FindingCode.ManagementLockout, "access.manage",
                "nobody may manage the machines: once their firewalls are up, SSH is refused from everywhere",
                "list the networks that you log in from, e.g. [192.0.2.7/32]");
        }
        if (access.TimeServers.Count == 0)
        {
            yield return new RuleFinding(Severity.Warning, FindingCode.NoTimeSource, "access.time",
                "the producer may not ask any time server: its clock will drift away from the slots",
                "list the time servers that it uses, e.g. [192.0.2.123]");
        }
    }

    private static bool IsEverybody(ValueList<IPNetwork> networks, int index, out string text)
    {
        text = networks[index].ToString();
        return networks[index].PrefixLength == 0;
    }

    private static RuleFinding Everybody(string code, string path, string network, string what) =>
        new(Severity.Warning, code, path, $"{network} is everybody, who {what}", "list the networks that you use");
}
