using System.Net;
using PoolTopology.Topology.Document;
using PoolTopology.Topology.Firewall;
using PoolTopology.Topology.Headers;

namespace PoolTopology.Topology.Proof;

/// <summary>Everybody: the machines, those whom <c>access</c> names, and all other addresses there are.</summary>
/// <param name="All">Every address of either family belongs to at least one of them.</param>
public sealed record Parties(ValueList<Party> All)
{
    /// <summary>The name of all addresses that the topology does not mention; no machine can be called so.</summary>
    public const string Strangers = "everyone else";

    /// <summary>Everybody with respect to a plan.</summary>
    public static Parties Of(TopologyDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        List<Party> parties = [.. document.Machines.Select(machine => new Party(
            machine.Name,
            AddressSets.Of(IpFamily.V4, [machine.Address]),
            AddressSets.Of(IpFamily.V6, [machine.Address])))];
        Party machines = Together(parties);
        Add("access.manage", family => AddressSets.Of(family, document.Access.Manage));
        Add("access.scrape", family => AddressSets.Of(family, document.Access.Scrape));
        Add("access.time", family => AddressSets.Of(family, document.Access.TimeServers));
        Add("orchestrator", family => AddressSets.Of(family, document.Orchestrator is { } service ? [service.Address] : []));
        Party known = Together(parties);
        parties.Add(new Party(Strangers, Rest(IpFamily.V4), Rest(IpFamily.V6)));
        return new Parties(parties.ToValueList());

        void Add(string name, Func<IpFamily, FieldSet> addresses)
        {
            Party party = new(name, addresses(IpFamily.V4).Except(machines.V4), addresses(IpFamily.V6).Except(machines.V6));
            if (!party.V4.IsEmpty || !party.V6.IsEmpty)
                parties.Add(party);
        }

        FieldSet Rest(IpFamily family) => known.AddressesOf(family).ComplementUpTo(AddressSets.Greatest(family));
    }

    /// <summary>The names of those who have one of these addresses.</summary>
    public IEnumerable<string> NamesIn(IpFamily family, FieldSet addresses) =>
        All.Where(party => party.AddressesOf(family).Overlaps(addresses)).Select(party => party.Name);

    /// <summary>The name of the one who has an address.</summary>
    public string NameOf(IPAddress address) =>
        NamesIn(AddressSets.FamilyOf(address), FieldSet.Of(AddressSets.NumberOf(address))).First();

    private static Party Together(IReadOnlyCollection<Party> parties) => new(
        "", FieldSet.Union(parties.Select(party => party.V4)), FieldSet.Union(parties.Select(party => party.V6)));
}
