using PoolTopology.Consensus.Blocks;
using PoolTopology.Consensus.Headers;
using PoolTopology.Ledger.Rules;
using PoolTopology.Node.Verification;
using PoolTopology.Primitives.Cbor;
using PoolTopology.Primitives.Chain;
using PoolTopology.Storage.ImmutableDb;
using PoolTopology.Storage.Inspection;
using Xunit;

namespace PoolTopology.Node.Tests.Verification;

public sealed class DivergenceTextTests
{
    private static readonly Point At = new(new Slot(77), Hash32.Parse(new string('a', 64)));
    private static readonly BlockMark Mark = new(3, Tip.Genesis, At, new BlockNo(3), default);

    public static TheoryData<BlockError, string, string, string> Refusals => new()
    {
        {
            new BlockError.InvalidHeader(new HeaderError.UnexpectedBlockNo(new BlockNo(3), new BlockNo(4))),
            "UnexpectedBlockNo", "Expected 3", "Found 4"
        },
        {
            new BlockError.InvalidHeader(new HeaderError.HeaderTooLarge(1200, 1100)),
            "HeaderTooLarge", "MaxSizeBytes 1100", "SizeBytes 1200"
        },
        {
            new BlockError.WrongBodySize(40, 41),
            "WrongBodySize", "DeclaredSizeBytes 40", "FoundSizeBytes 41"
        },
        {
            new BlockError.InvalidBody(new LedgerError.InvalidTransaction(
                2, At.Hash, new LedgerError.FeeTooSmall(171_705, new Coin(170_000)))),
            "FeeTooSmall", "Minimum 171705", $"Index 2, TransactionId {At.Hash}, Declared 170000"
        },
        {
            new BlockError.InvalidBody(new LedgerError.InvalidTransaction(
                2, At.Hash, new LedgerError.OutputTooBig(1, 5001, 5000))),
            "OutputTooBig", "SizeBytesMax 5000", $"Index 2, TransactionId {At.Hash}, OutputTooBigIndex 1, SizeBytes 5001"
        },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public void Refusal_of_a_rule_is_the_innermost_one_with_what_it_expected_and_found(
        BlockError error, string rule, string expected, string found)
    {
        Divergence told = DivergenceText.Of(new VerificationFailure.Refused(Mark, error));
        Assert.Equal(
            (DivergenceKind.Rule, (Point?)At, rule, expected, found),
            (told.Kind, told.Point, told.Rule, told.Expected, told.Found));
        Assert.Equal(told.Numbers.Count, told.Numbers.DistinctBy(number => number.Key).Count());
    }

    [Fact]
    public void Refusal_without_numbers_is_its_name()
    {
        Divergence told = DivergenceText.Of(new VerificationFailure.Refused(
            Mark, new BlockError.InvalidBody(new LedgerError.InputSetEmpty())));
        Assert.Equal(("InputSetEmpty", "no InputSetEmpty", "InputSetEmpty"), (told.Rule, told.Expected, told.Found));
    }

    [Fact]
    public void Malformed_bytes_say_where_and_what()
    {
        Divergence told = DivergenceText.Of(
            new VerificationFailure.Malformed(Mark, new CborException(12, "an array of 4", "a map")));
        Assert.Equal(
            (DivergenceKind.Decoding, "Malformed", "an array of 4", "a map", "12"),
            (told.Kind, told.Rule, told.Expected, told.Found, told.Numbers[0].Value));
    }

    [Fact]
    public void Damage_says_which_file_and_both_checksums()
    {
        Divergence told = DivergenceText.Of(new VerificationFailure.Damaged(Mark, new StorageFinding.BlockDamaged(
            "/db/immutable/00001.chunk", 900, TruncationReason.Damaged, At, 1, 2)));
        Assert.Equal(
            (DivergenceKind.Storage, "BlockDamaged", "ExpectedCrc 1", "FoundCrc 2"),
            (told.Kind, told.Rule, told.Expected, told.Found));
        Assert.Contains(told.Numbers, number => number.Key == "File" && number.Value == "/db/immutable/00001.chunk");
    }
}
