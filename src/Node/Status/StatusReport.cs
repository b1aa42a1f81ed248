using PoolTopology.Network.Peers;
using PoolTopology.Node.Config;
using PoolTopology.Node.Forging;
using PoolTopology.Node.Health;
using PoolTopology.Primitives.Chain;
using V1 = PoolTopology.Rpc.Node.V1;

namespace PoolTopology.Node.Status;

/// <summary>Puts a node's state into the message that it serves and reports. Pure.</summary>
public static class StatusReport
{
    /// <summary>The version of this program.</summary>
    public static string Version { get; } =
        typeof(StatusReport).Assembly.GetName().Version?.ToString(3) ?? "unknown";

    /// <summary>The message.</summary>
    public static V1.Status Of(StatusInputs inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        bool hasStarted = inputs.Clock.TrySlotAt(inputs.Now, out Slot slot);
        EpochNo epoch = inputs.Clock.EpochOf(slot);
        V1.Status status = new()
        {
            Name = inputs.Options.Name,
            Role = inputs.Options.Role == NodeRole.Producer ? "producer" : "relay",
            Version = Version,
            Pid = Environment.ProcessId,
            Tip = TipMessage(inputs.Tip),
            CurrentSlot = slot.Value,
            Epoch = epoch.Value,
            SlotInEpoch = hasStarted ? slot.Value - inputs.Clock.FirstSlotOf(epoch).Value : 0,
            SlotLengthSeconds = inputs.Clock.SlotLength.TotalSeconds,
            EpochLengthSlots = inputs.Clock.EpochLengthSlots,
            EpochNonce = inputs.EpochNonce,
            BlocksAdopted = inputs.BlocksAdopted,
            Rollbacks = inputs.Rollbacks,
            ResidentBytes = (ulong)inputs.ResidentBytes,
            TopologyHash = inputs.TopologyHash,
            UptimeSeconds = (inputs.Now - inputs.ProcessStartedAt).TotalSeconds,
            Era = inputs.Era,
        };
        AddTipFacts(status, inputs);
        foreach (ServiceVerdict verdict in inputs.Health)
        {
            status.Health.Add(new V1.ServiceHealth
            {
                Service = verdict.Service,
                Serving = verdict.IsServing,
                Reason = verdict.Reason,
            });
        }
        foreach (PeerSnapshot peer in inputs.Peers)
            status.Peers.Add(PeerMessage(peer, inputs));
        if (inputs.Forging is ForgingReport forging)
            status.Forging = ForgingMessage(forging, inputs);
        return status;
    }

    private static void AddTipFacts(V1.Status status, StatusInputs inputs)
    {
        if (inputs.Tip.IsGenesis)
            return;
        Slot slot = inputs.Tip.Point.Slot;
        EpochNo epoch = inputs.Clock.EpochOf(slot);
        status.TipEpoch = epoch.Value;
        status.TipSlotInEpoch = slot.Value - inputs.Clock.FirstSlotOf(epoch).Value;
        // From the block that no rollback reaches to the tip; the immutable tip may be read a moment later than the tip.
        Tip first = inputs.ImmutableTip;
        if (!first.IsGenesis && first.Point.Slot < slot && first.BlockNo < inputs.Tip.BlockNo)
        {
            status.ChainDensity =
                (double)(inputs.Tip.BlockNo.Value - first.BlockNo.Value) / (slot.Value - first.Point.Slot.Value);
        }
    }

    private static V1.Tip TipMessage(Tip tip)
    {
        V1.Tip message = new() { BlockNo = tip.BlockNo.Value };
        if (tip.IsGenesis)
            return message;
        message.Slot = tip.Point.Slot.Value;
        message.Hash = tip.Point.Hash.ToString();
        return message;
    }

    private static V1.Peer PeerMessage(PeerSnapshot peer, StatusInputs inputs)
    {
        string address = peer.Address.ToString();
        V1.Peer message = new()
        {
            Address = address,
            State = StateOf(peer),
            IsLocalRoot = peer.IsLocalRoot,
            IsUpstream = peer.IsUpstream,
            IsDownstream = peer.IsDownstream,
            LastError = peer.Origin is null ? CloseReasonText.Of(peer.LastError) : "",
        };
        if (peer.RoundTrip is TimeSpan roundTrip)
            message.RttMs = roundTrip.TotalMilliseconds;
        if (inputs.UpstreamTips.TryGetValue(address, out Tip tip))
            message.Tip = TipMessage(tip);
        return message;
    }

    // A peer that dialled us and that we do not follow is cold to the governor, but it is connected.
    private static V1.Peer.Types.State StateOf(PeerSnapshot peer) => peer.Temperature switch
    {
        PeerTemperature.Hot => V1.Peer.Types.State.Hot,
        PeerTemperature.Cold when peer.Origin is null => V1.Peer.Types.State.Cold,
        _ => V1.Peer.Types.State.Warm,
    };

    private static V1.Forging ForgingMessage(ForgingReport forging, StatusInputs inputs)
    {
        V1.Forging message = new()
        {
            Enabled = forging.Obstacle is null,
            KesPeriod = forging.KesPeriod.Value,
            KesStartPeriod = forging.KesStartPeriod.Value,
            KesExpiryPeriod = forging.KesExpiryPeriod.Value,
            KesSecondsLeft = (ulong)Math.Max(0, forging.KesTimeLeft.TotalSeconds),
            OperationalCertificateCounter = forging.CertificateCounter,
            PoolId = forging.PoolId,
            BlocksForged = forging.BlocksForged,
            SlotsMissed = forging.SlotsMissed,
            FreeWindows = FreeWindowsMessage.Of(forging.Windows, inputs.Health),
        };
        if (forging.LastForgedSlot is Slot forged)
            message.LastForgedSlot = forged.Value;
        if (forging.LastCheckedSlot is Slot lastChecked)
            message.LastLeadershipCheckSlot = lastChecked.Value;
        return message;
    }
}
