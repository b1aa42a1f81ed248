namespace PoolTopology.Crypto.Text;

/// <summary>Why a text is not bech32.</summary>
public abstract record Bech32Error
{
    private protected Bech32Error()
    {
    }

    /// <summary>The text is longer than <see cref="Bech32.MaximumLength"/> characters.</summary>
    public sealed record TooLong(int Length) : Bech32Error;

    /// <summary>There is no separator '1'.</summary>
    public sealed record MissingSeparator : Bech32Error;

    /// <summary>Nothing stands before the separator.</summary>
    public sealed record EmptyPrefix : Bech32Error;

    /// <summary>Fewer than the six characters of the checksum stand after the separator.</summary>
    public sealed record MissingChecksum(int DataLength) : Bech32Error;

    /// <summary>A character is not allowed where it stands; the offset counts from 0.</summary>
    public sealed record InvalidCharacter(int Offset, char Found) : Bech32Error;

    /// <summary>Upper and lower case are mixed; the offset is that of the first character of the second case.</summary>
    public sealed record MixedCase(int Offset) : Bech32Error;

    /// <summary>The checksum does not fit: a character is wrong, missing or exchanged.</summary>
    public sealed record WrongChecksum : Bech32Error;

    /// <summary>The data is not a whole number of bytes, or its padding bits are not zero.</summary>
    public sealed record InvalidPadding(int DataBits) : Bech32Error;
}
