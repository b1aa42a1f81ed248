using PoolTopology.Consensus.Headers;
using PoolTopology.Consensus.Nonces;
using PoolTopology.Ledger.Eras;
using PoolTopology.Ledger.Types;
using PoolTopology.Primitives.Chain;
using PoolTopology.Primitives.Numbers;

namespace PoolTopology.Conformance.Headers;

/// <summary>One thing changed in a header's fields, under the old signature, and the rule that must say no.</summary>
internal sealed record HeaderChange(
    string Name, Type Rule, Func<HeaderFields, HeaderFields> Apply, VrfUse? Use = null, VrfFault? Fault = null)
{
    private static readonly HeaderChange SlotOfNoElection =
        Change<HeaderError.InvalidVrf>("next slot", f => f with { Slot = new Slot(f.Slot.Value + 1) });

    private static readonly HeaderChange[] Swapped =
    [
        Vrf("certificates swapped", VrfUse.Nonce, VrfFault.InvalidProof, f => f with
        {
            NonceVrf = f.LeaderVrf,
            LeaderVrf = f.NonceVrf,
        }),
        Vrf("leader certificate twice", VrfUse.Nonce, VrfFault.InvalidProof, f => f with { NonceVrf = f.LeaderVrf }),
        Vrf("nonce certificate twice", VrfUse.Leader, VrfFault.InvalidProof, f => f with { LeaderVrf = f.NonceVrf }),
    ];

    /// <summary>The refusal is the expected one.</summary>
    public bool IsExpected(HeaderError error) => error.GetType() == Rule
        && (error is not HeaderError.InvalidVrf vrf
            || ((Use is null || Use == vrf.Use) && (Fault is null || Fault == vrf.Fault)));

    /// <summary>Every change of a sample's header.</summary>
    public static IEnumerable<HeaderChange> Of(Sample sample)
    {
        bool isPraos = EraTable.HeaderShapeOf(sample.Header.Era) == HeaderShape.Praos;
        bool isDelegate = !isPraos && sample.View.Decentralisation == Rational.One;
        return
        [
            .. Sequence(sample),
            .. isDelegate ? SlotsOfTheSchedule(sample) : [SlotOfNoElection],
            .. Issuer(isDelegate),
            .. isPraos ? [.. Vrf(VrfUse.Both)] : (HeaderChange[])[.. Vrf(VrfUse.Nonce), .. Vrf(VrfUse.Leader), .. Swapped],
            .. Body(sample),
            .. Certificate(sample, isPraos),
            Change<HeaderError.InvalidKesSignature>(
                "minor version", f => f with { ProtocolVersion = f.ProtocolVersion with { Minor = f.ProtocolVersion.Minor + 1 } }),
            isPraos ? MajorVersion<HeaderError.InvalidKesSignature>() : MajorVersion<HeaderError.ObsoleteNode>(),
        ];
    }

    private static IEnumerable<HeaderChange> Sequence(Sample sample) =>
    [
        Change<HeaderError.UnexpectedBlockNo>("higher", f => f with { BlockNo = new BlockNo(f.BlockNo.Value + 1) }),
        Change<HeaderError.UnexpectedBlockNo>("lower", f => f with { BlockNo = new BlockNo(f.BlockNo.Value - 1) }),
        Change<HeaderError.SlotNotIncreasing>("slot of the tip", f => f with { Slot = sample.Tip.Point.Slot }),
        Change<HeaderError.SlotNotIncreasing>(
            "slot before the tip", f => f with { Slot = new Slot(sample.Tip.Point.Slot.Value - 1) }),
        Change<HeaderError.UnexpectedPrevHash>(
            "previous hash", f => f with { PrevHash = new Hash32(Flip(f.PrevHash!.Value.ToArray()).Span) }),
        Change<HeaderError.UnexpectedPrevHash>("no previous hash", f => f with { PrevHash = null }),
    ];

    // With d = 1 and f = 1/20: every 20th slot is active, and seven delegates take turns.
    private static IEnumerable<HeaderChange> SlotsOfTheSchedule(Sample sample) =>
    [
        Change<HeaderError.NotActiveSlot>("silent slot", f => f with { Slot = new Slot(f.Slot.Value + 1) }),
        Change<HeaderError.WrongGenesisColdKey>(
            "slot of the next delegate", f => f with { Slot = new Slot(f.Slot.Value + 20) }),
        Change<HeaderError.InvalidVrf>("next own slot", f => f with
        {
            Slot = new Slot(f.Slot.Value + (20 * (ulong)sample.View.GenesisKeyHashes.Length)),
        }),
    ];

    private static IEnumerable<HeaderChange> Issuer(bool isDelegate)
    {
        static HeaderFields FlipIssuer(HeaderFields f) =>
            f with { IssuerVerificationKey = Flip(f.IssuerVerificationKey) };
        static HeaderFields FlipVrfKey(HeaderFields f) => f with { VrfVerificationKey = Flip(f.VrfVerificationKey) };
        yield return Change<HeaderError.NoCounterForIssuer>("issuer", FlipIssuer);
        yield return isDelegate
            ? Change<HeaderError.WrongGenesisVrfKey>("VRF key", FlipVrfKey)
            : Change<HeaderError.WrongVrfKey>("VRF key", FlipVrfKey);
    }

    private static IEnumerable<HeaderChange> Vrf(VrfUse use)
    {
        foreach (int at in new[] { 0, 31, 32, 63 })
            yield return Vrf($"{use} output byte {at}", use, VrfFault.OutputMismatch, f => WithCertificate(
                f, use, c => c with { Output = Flip(c.Output, at) }));
        // Γ, c and s of the proof. Where the changed Γ is no point, the fault is another.
        yield return Vrf($"{use} proof gamma", use, null, f => WithCertificate(
            f, use, c => c with { Proof = Flip(c.Proof) }));
        foreach (int at in new[] { 32, 47, 48, 78 })
            yield return Vrf($"{use} proof byte {at}", use, VrfFault.InvalidProof, f => WithCertificate(
                f, use, c => c with { Proof = Flip(c.Proof, at) }));
    }

    private static IEnumerable<HeaderChange> Body(Sample sample) =>
    [
        Change<HeaderError.InvalidKesSignature>("body size", f => f with { BodySizeBytes = f.BodySizeBytes + 1 }),
        Change<HeaderError.BodyTooLarge>(
            "body size beyond the limit", f => f with { BodySizeBytes = sample.View.MaxBodySizeBytes + 1 }),
        Change<HeaderError.InvalidKesSignature>(
            "body hash", f => f with { BodyHash = new Hash32(Flip(f.BodyHash.ToArray()).Span) }),
    ];

    private static IEnumerable<HeaderChange> Certificate(Sample sample, bool isPraos)
    {
        KesPeriod current = new(sample.Header.Slot.Value / PreviewRun.Config.Parameters.SlotsPerKesPeriod);
        OperationalCertificate real = sample.Header.OperationalCertificate;
        yield return OfCertificate<HeaderError.InvalidOperationalCertificateSignature>(
            "hot key", c => c with { HotVerificationKey = Flip(c.HotVerificationKey) });
        yield return OfCertificate<HeaderError.InvalidOperationalCertificateSignature>(
            "certificate signature", c => c with { Signature = Flip(c.Signature) });
        bool isLast = sample.Ticked.OperationalCertificateCounters.GetValueOrDefault(sample.Header.PoolId) == real.Counter;
        static OperationalCertificate Next(OperationalCertificate c) => c with { Counter = c.Counter + 1 };
        yield return isLast || !isPraos
            ? OfCertificate<HeaderError.InvalidOperationalCertificateSignature>("counter", Next)
            : OfCertificate<HeaderError.CounterOverIncremented>("counter", Next);
        if (isPraos)
            yield return OfCertificate<HeaderError.CounterOverIncremented>(
                "counter by two", c => c with { Counter = c.Counter + 2 });
        yield return OfCertificate<HeaderError.KesPeriodBeforeStart>(
            "KES period to come", c => c with { StartKesPeriod = new KesPeriod(current.Value + 1) });
        if (real.StartKesPeriod.Value > 0)
            yield return OfCertificate<HeaderError.InvalidOperationalCertificateSignature>(
                "KES period before", c => c with { StartKesPeriod = new KesPeriod(c.StartKesPeriod.Value - 1) });
    }

    private static HeaderChange MajorVersion<T>()
        where T : HeaderError =>
        Change<T>("major version", f => f with { ProtocolVersion = f.ProtocolVersion with { Major = 12 } });

    private static HeaderChange Change<T>(string name, Func<HeaderFields, HeaderFields> apply)
        where T : HeaderError => new(name, typeof(T), apply);

    private static HeaderChange OfCertificate<T>(
        string name, Func<OperationalCertificate, OperationalCertificate> apply)
        where T : HeaderError =>
        Change<T>(name, f => f with { OperationalCertificate = apply(f.OperationalCertificate) });

    private static HeaderChange Vrf(
        string name, VrfUse use, VrfFault? fault, Func<HeaderFields, HeaderFields> apply) =>
        new(name, typeof(HeaderError.InvalidVrf), apply, use, fault);

    private static HeaderFields WithCertificate(
        HeaderFields fields, VrfUse use, Func<VrfCertificate, VrfCertificate> change) => use == VrfUse.Nonce
        ? fields with { NonceVrf = change(fields.NonceVrf) }
        : fields with { LeaderVrf = change(fields.LeaderVrf) };

    private static ReadOnlyMemory<byte> Flip(ReadOnlyMemory<byte> bytes, int at = 0)
    {
        byte[] changed = bytes.ToArray();
        changed[at] ^= 1;
        return changed;
    }
}
