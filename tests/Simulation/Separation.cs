using System.Net;
using PoolTopology.Network.Bearer;

namespace PoolTopology.Simulation;

/// <summary>Which hosts cannot reach which, and the wires that a new separation cuts.</summary>
internal sealed class Separation
{
    private readonly HashSet<(IPAddress, IPAddress)> _parted = [];
    private readonly List<SimulatedWire> _wires = [];

    public bool IsParted(IPAddress a, IPAddress b) => _parted.Contains((a, b));

    /// <summary>Carries a connection over a wire that can be cut.</summary>
    public IBearer Carry(IPAddress a, IPAddress b, IBearer far)
    {
        _wires.RemoveAll(wire => wire.IsOver);
        SimulatedWire wire = new(a, b, far);
        _wires.Add(wire);
        return wire.Near;
    }

    /// <summary>Parts every host of one side from every host of the other, cutting what connects them.</summary>
    public void Part(IReadOnlyList<IPAddress> left, IReadOnlyList<IPAddress> right)
    {
        foreach (IPAddress a in left)
        {
            foreach (IPAddress b in right)
            {
                _parted.Add((a, b));
                _parted.Add((b, a));
            }
        }
        foreach (SimulatedWire wire in _wires.Where(wire => IsParted(wire.A, wire.B)))
            wire.Cut();
    }

    public void Heal() => _parted.Clear();
}
