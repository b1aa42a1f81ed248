using System.Globalization;
using PoolTopology.Topology.Document;
using PoolTopology.Topology.Findings;

namespace PoolTopology.Topology.Validation;

/// <summary>Two services of one machine cannot listen on the same port.</summary>
internal static class EndPointRule
{
    public static IEnumerable<RuleFinding> Check(RuleInput input)
    {
        Dictionary<(string Machine, int Port), string> taken = [];
        foreach (Machine machine in input.Document.Machines)
            taken.TryAdd((machine.Name, machine.Ssh.Port), $"{machine.Path}.ssh.port");
        foreach ((TopologyNode node, Machine machine) in input.Placements)
        {
            foreach ((string key, int port) in PortsOf(node))
            {
                string path = $"{node.Path}.{key}";
                if (!taken.TryAdd((machine.Name, port), path))
                    yield return Collision(path, taken[(machine.Name, port)], machine, port, node);
            }
        }
    }

    private static (string Key, int Port)[] PortsOf(TopologyNode node) =>
        [("port", node.Port), ("rpcPort", node.RpcPort), ("metricsPort", node.MetricsPort)];

    private static RuleFinding Collision(string path, string other, Machine machine, int port, TopologyNode node)
    {
        string number = port.ToString(CultureInfo.InvariantCulture);
        return new RuleFinding(Severity.Error, FindingCode.DuplicateEndPoint, path,
            $"port {number} of machine {machine.Name} is already taken by {other}",
            "give each service of a machine a port of its own")
        {
            RestsOn = [other, $"{node.Path}.machine"],
        };
    }
}
