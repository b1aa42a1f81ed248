using PoolTopology.Consensus.Headers;
using PoolTopology.Consensus.Nonces;
using PoolTopology.Ledger.Eras;
using PoolTopology.Ledger.Types;
using PoolTopology.Primitives.Cbor;
using PoolTopology.TestKit.Chain;
using PoolTopology.TestKit.Vectors;
using Xunit;

namespace PoolTopology.Conformance.Headers;

/// <summary>
/// Real headers of chain-preview with one thing changed: each must be refused, by the rule whose business it is.
/// </summary>
public class HeaderMutations
{
    [VectorFact]
    public void The_real_headers_are_valid_and_of_every_kind()
    {
        Assert.All(PreviewRun.Result.Samples, s => Assert.Null(s.Validate(s.Header)));
        Assert.Equal(
            ["delegate-first", "delegate-later", "praos-first", "praos-later", "praos-renewed", "tpraos-first", "tpraos-later"],
            PreviewRun.Result.Samples.Select(s => s.Name));
    }

    [VectorFact]
    public void Every_changed_field_is_refused_by_its_rule()
    {
        (Sample Sample, HeaderChange Change)[] cases =
            [.. PreviewRun.Result.Samples.SelectMany(s => HeaderChange.Of(s).Select(c => (s, c)))];
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
        foreach (Sample sample in PreviewRun.Result.Samples)
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
        foreach (Sample sample in PreviewRun.Result.Samples)
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
        foreach (Sample sample in PreviewRun.Result.Samples)
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
}
