using PoolTopology.Ledger.Eras;
using Xunit;

namespace PoolTopology.Ledger.Tests.Eras;

public class EraTableTests
{
    [Fact]
    public void Numbers_of_every_era_come_back()
    {
        foreach (Era era in Enum.GetValues<Era>())
        {
            Assert.Equal(era, EraTable.FromBlockTag((ulong)EraTable.BlockTag(era)));
            Assert.Equal(era, EraTable.FromHeaderIndex((ulong)EraTable.HeaderIndex(era)));
        }
    }

    [Fact]
    public void Conway_is_block_7_and_header_6() =>
        Assert.Equal((7, 6, 4), (EraTable.BlockTag(Era.Conway), EraTable.HeaderIndex(Era.Conway), EraTable.BodyParts(Era.Conway)));

    [Fact]
    public void Tag_0_is_a_boundary_block_of_Byron() => Assert.Equal(Era.Byron, EraTable.FromBlockTag(0));

    [Theory]
    [InlineData(8ul)]
    [InlineData(ulong.MaxValue)]
    public void Other_numbers_are_no_era(ulong number)
    {
        Assert.Null(EraTable.FromBlockTag(number));
        Assert.Null(EraTable.FromHeaderIndex(number - 1 + (number == 8 ? 0ul : 1ul)));
    }
}
