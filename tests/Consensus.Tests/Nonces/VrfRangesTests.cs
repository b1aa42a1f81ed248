using PoolTopology.Consensus.Nonces;
using PoolTopology.Primitives.Chain;
using Xunit;

namespace PoolTopology.Consensus.Tests.Nonces;

public class VrfRangesTests
{
    // BLAKE2b-256 of 0 and of 1 in eight bytes: seedEta and seedL of the reference.
    private const string NonceSeed = "81e47a19e6b29b0a65b9591762ce5143ed30d0261e5d24a3201752506b20f15c";
    private const string LeaderSeed = "12dd0a6a7d0e222a97926da03adb5a7768d31cc7c5c2bd6828e14a7d25fa3a60";

    [Theory]
    [InlineData(VrfUse.Nonce, NonceSeed)]
    [InlineData(VrfUse.Leader, LeaderSeed)]
    public void The_inputs_of_TPraos_are_those_of_Praos_xor_a_constant(VrfUse use, string seed)
    {
        foreach (Nonce nonce in new[] { Nonce.Neutral, new Nonce(Hash32.Parse(new string('5', 64))) })
        {
            byte[] expected = VrfRanges.Input(new Slot(77), nonce).ToArray();
            byte[] constant = Convert.FromHexString(seed);
            for (int i = 0; i < expected.Length; i++)
                expected[i] ^= constant[i];
            Assert.Equal(new Hash32(expected), VrfRanges.TransitionalInput(new Slot(77), nonce, use));
        }
    }
}
