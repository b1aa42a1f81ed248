using System.Net;
using PoolTopology.Orchestrator.Agent.Machine;
using PoolTopology.Orchestrator.Probe;
using PoolTopology.Rpc.Agent.V1;

namespace PoolTopology.Orchestrator.Agent.Probes;

/// <summary>From what SendProbes says to what is sent; whatever is no probe is refused.</summary>
internal static class SweepReader
{
    private const int LongestInterface = 15;
    private const int EthernetDigits = 17;
    private const uint MostBetweenPauses = 65_535;

    /// <summary>The order.</summary>
    /// <exception cref="MachineFailure">It makes no sense.</exception>
    public static SweepOrder Read(ProbeSweep sweep)
    {
        Require(sweep.SourcePort is >= Witness.FirstSourcePort and <= Witness.LastSourcePort, $"source port {sweep.SourcePort}");
        Require(sweep.Protocol is "tcp" or "udp", $"protocol '{sweep.Protocol}'");
        Require(sweep.Interface.Length is > 0 and <= LongestInterface, $"interface '{sweep.Interface}'");
        Require(IsAddress(sweep.Source) && IsAddress(sweep.Target), $"'{sweep.Source}' or '{sweep.Target}' is no address");
        Require(IPAddress.Parse(sweep.Source).AddressFamily == IPAddress.Parse(sweep.Target).AddressFamily, "addresses of two families");
        Require(sweep.PauseEvery <= MostBetweenPauses, $"{sweep.PauseEvery} packets between pauses");
        bool isHardware = sweep.Hardware.Length == 0
            || (sweep.Hardware.Length == EthernetDigits && sweep.Hardware.All(c => char.IsAsciiHexDigit(c) || c == ':'));
        Require(isHardware, $"'{sweep.Hardware}' is no Ethernet address");
        return new SweepOrder(
            (int)sweep.SourcePort, sweep.Protocol, sweep.Interface, sweep.Source, sweep.Target,
            sweep.IsFiltered ? null : sweep.Hardware, Ports(sweep.Ports), (int)sweep.PauseEvery);
    }

    /// <summary>Whether a text is one IP address, written as such.</summary>
    public static bool IsAddress(string text) =>
        IPAddress.TryParse(text, out IPAddress? address) && address.ScopeIdOrNone() == 0 && (text.Contains(':') || text.Count(c => c == '.') == 3);

    private static long ScopeIdOrNone(this IPAddress address) =>
        address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 ? address.ScopeId : 0;

    private static string Ports(string ports)
    {
        try
        {
            return PortText.Write(PortText.Parse(ports));
        }
        catch (Exception malformed) when (malformed is FormatException or OverflowException)
        {
            throw new MachineFailure(Refused.Types.Code.BadRequest, $"a sweep makes no sense: ports '{ports}'", malformed);
        }
    }

    private static void Require(bool isSo, string what)
    {
        if (!isSo)
            throw new MachineFailure(Refused.Types.Code.BadRequest, $"a sweep makes no sense: {what}");
    }
}
