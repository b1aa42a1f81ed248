using PoolTopology.Consensus.Headers;
using PoolTopology.Consensus.Nonces;
using PoolTopology.Ledger.Eras;
using PoolTopology.Ledger.Types;
using PoolTopology.Primitives.Cbor;
using PoolTopology.Primitives.Chain;
using PoolTopology.TestKit.Chain;
using PoolTopology.TestKit.Vectors;
using Xunit;

namespace PoolTopology.Conformance.Headers;

/// <summary>
/// Real headers of chain-preview with one thing changed: each must be refused, by the rule whose business it is.
/// </summary>
public class HeaderMutations
{
    private static readonly Lazy<Sample[]> Samples = new(Collect);

    [VectorFact]
    public void Every_changed_field_is_refused_by_its_rule()
    {
        (Sample Sample, HeaderChange Change)[] cases =
            [.. Samples.Value.SelectMany(s => HeaderChange.Of(s).Select(c => (s, c)))];
        VectorRun.All("headers/mutations", cases, c => $"{c.Sample.Name}/{c.Change.Name}", c =>
        {
            BlockHeader changed = BlockHeader.Decode(c.Sample.Header.Era, HeaderSurgery.Encode(
                c.Change.Apply(HeaderSurgery.FieldsOf(c.Sample.Header)), c.Sample.Header.KesSignature.Span));
            HeaderError? error = c.Sample.Validate(changed);
            return error is not null && c.Change.IsExpected(error) ? null : $"expected {c.Change.Rule}, found {error}";
        }, atLeast: 100);
    }

    [VectorFact]
    public void Every_part_of_the_signature_is_looked_at()
    {
        foreach (Sample sample in Samples.Value)
        {
            // The Ed25519 signature and the twelve keys of the Merkle path.
            for (int at = 0; at < BlockHeader.KesSignatureSizeBytes; at += 16)
            {
                byte[] signature = sample.Header.KesSignature.ToArray();
                signature[at] ^= 1;
                BlockHeader changed = BlockHeader.Decode(sample.Header.Era, HeaderSurgery.Encode(
                    HeaderSurgery.FieldsOf(sample.Header), signature));
                Assert.IsType<HeaderError.InvalidKesSignature>(sample.Validate(changed));
            }
        }
    }

    [VectorFact]
    public void Another_nonce_state_or_era_refuses_the_real_header()
    {
        foreach (Sample sample in Samples.Value)
        {
            PraosState state = sample.Ticked;
            Nonce other = Nonce.Combine(state.EpochNonce, state.EpochNonce);
            Assert.Equal(
                VrfFault.InvalidProof,
                Assert.IsType<HeaderError.InvalidVrf>(
                    (sample with { Ticked = state with { EpochNonce = other } }).Validate(sample.Header)).Fault);
            ulong counter = sample.Header.OperationalCertificate.Counter;
            Sample later = sample with
            {
                Ticked = state with
                {
                    OperationalCertificateCounters =
                        state.OperationalCertificateCounters.SetItem(sample.Header.PoolId, counter + 1),
                },
            };
            Assert.Equal(
                new HeaderError.CounterTooSmall(sample.Header.PoolId, counter + 1, counter),
                later.Validate(sample.Header));
            Era neighbour = sample.Header.Era == Era.Alonzo ? Era.Mary : Era.Conway;
            Assert.Equal(
                new HeaderError.WrongEra(sample.Header.Era, neighbour),
                sample.Validate(BlockHeader.Decode(neighbour, sample.Header.Bytes)));
        }
    }

    [VectorFact]
    public void No_single_changed_bit_passes()
    {
        int changed = 0, decoded = 0;
        foreach (Sample sample in Samples.Value)
        {
            byte[] bytes = sample.Header.Bytes.ToArray();
            for (int at = 0; at < bytes.Length; at++)
            {
                byte bit = (byte)(1 << (((at * 5) + sample.Name.Length) % 8));
                bytes[at] ^= bit;
                changed++;
                if (TryDecode(sample.Header.Era, bytes) is BlockHeader header)
                {
                    decoded++;
                    Assert.NotNull(sample.Validate(header));
                }
                bytes[at] ^= bit;
            }
        }
        // Most bytes are payload: nearly all changes must have reached the rules.
        Assert.True(decoded > changed * 9 / 10, $"{decoded} of {changed}");
    }

    private static BlockHeader? TryDecode(Era era, byte[] bytes)
    {
        try
        {
            return BlockHeader.Decode(era, bytes.ToArray());
        }
        catch (CborException)
        {
            return null;
        }
    }

    // One header of a genesis delegate, and of a pool in either protocol the first of an epoch, a later one and one
    // whose certificate is not its pool's first.
    private static Sample[] Collect()
    {
        SortedDictionary<string, Sample> samples = new(StringComparer.Ordinal);
        PraosState state = PreviewChain.Genesis();
        Tip tip = Tip.Genesis;
        int count = 0;
        foreach (Block block in PreviewChain.Blocks())
        {
            BlockHeader header = block.Header;
            LedgerView view = PreviewChain.ViewFor(header);
            PraosState ticked = NonceEvolution.Tick(state, header.Slot, PreviewChain.Clock, view);
            bool isDelegates = ReferenceEquals(view, PreviewChain.OfGenesis);
            string kind = isDelegates ? "delegate" : header.Era == Era.Alonzo ? "tpraos" : "praos";
            // A height to subtract from, a slot after another.
            if (++count > 100)
            {
                string name = !ReferenceEquals(ticked, state) ? $"{kind}-first"
                    : header.OperationalCertificate.Counter > 0 ? $"{kind}-renewed"
                    : $"{kind}-later";
                samples.TryAdd(name, new Sample(name, header, tip, view, ticked));
            }
            state = NonceEvolution.Update(ticked, header, PreviewChain.Clock, PreviewChain.Parameters);
            tip = header.Tip;
        }
        Assert.All(samples.Values, s => Assert.Null(s.Validate(s.Header)));
        return [.. samples.Values];
    }
}
