using System.Runtime.CompilerServices;

namespace PoolTopology.Topology.Document;

/// <summary>Finds machines by name without walking the list; large plans ask for each machine many times.</summary>
/// <remarks>The index belongs to a list, which never changes, and goes when the list goes.</remarks>
internal static class MachineIndex
{
    private static readonly ConditionalWeakTable<ValueList<Machine>, Dictionary<string, Machine>> Known = [];

    /// <summary>The first machine of that name, or null.</summary>
    public static Machine? Find(ValueList<Machine> machines, string name) =>
        Known.GetValue(machines, Index).GetValueOrDefault(name);

    private static Dictionary<string, Machine> Index(ValueList<Machine> machines)
    {
        Dictionary<string, Machine> index = new(machines.Count, StringComparer.Ordinal);
        foreach (Machine machine in machines)
            index.TryAdd(machine.Name, machine);
        return index;
    }
}
